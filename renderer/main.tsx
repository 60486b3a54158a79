import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { start } from "./state/start.ts";
import { App } from "./shell/app.tsx";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/layout.css";
import "./styles/library.css";
import "./styles/player.css";
import "./styles/timeline.css";
import "./styles/results.css";
import "./styles/annotations.css";
import "./styles/chat.css";
import "./styles/dialogs.css";

start();
const root = document.querySelector("#root");
if (root)
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
