// The only bridge between the page and the shell: messages in, two functions out, no paths.
import { contextBridge, ipcRenderer, webUtils } from "electron";

ipcRenderer.on("engine-port", (event) => {
  const [port] = event.ports;
  if (port) window.postMessage("footnote-port", "*", [port]);
});
ipcRenderer.on("menu", (_event, action: unknown) => {
  if (typeof action === "string") window.postMessage(`footnote-menu ${action}`, "*");
});
ipcRenderer.on("opened", (_event, picks: unknown) => {
  if (Array.isArray(picks)) window.postMessage(`footnote-open ${picks.join(" ")}`, "*");
});
contextBridge.exposeInMainWorld("footnoteDesktop", {
  connect: () => ipcRenderer.send("connect"),
  pickDropped: (files: readonly File[]) =>
    ipcRenderer.invoke(
      "dropped",
      files.map((file) => webUtils.getPathForFile(file)),
    ),
});
