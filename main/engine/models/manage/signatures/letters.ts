import { FootnoteError } from "../../../../../contract/errors.ts";
import { tensorOf } from "../described.ts";
import { missingFile, only, type Signature } from "./parts.ts";

/** Lines 48 pixels high in, scores for each letter out. */
export function letters(): Signature {
  return {
    match: (models) => {
      const found = only(models, (m) => {
        const [input, output] = [m.inputs[0]?.shape, m.outputs[0]?.shape];
        return (
          m.inputs.length === 1 &&
          input?.length === 4 &&
          input[1] === 3 &&
          input[2] === 48 &&
          output?.length === 3
        );
      });
      return found.length > 0 ? new Map([["network" as const, found]]) : undefined;
    },
    describe: (roles, settings) => {
      const model = roles.get("network")?.[0];
      const [input, output] = [model?.inputs[0], model?.outputs[0]];
      if (!model || !input || !output)
        throw new FootnoteError("internal", "a signature matched without its parts");
      const inside = model.metadata["character"] !== undefined;
      if (settings.dictionary === undefined && !inside) throw missingFile("dictionary (dict.txt)");
      return {
        task: "text-recognition",
        family: "pp-ocr-rec",
        goodFor: "Reading text in pictures.",
        networks: [
          { role: "network", inputs: [tensorOf(input, "pixels")], outputs: [tensorOf(output, "letters")] },
        ],
        ...(settings.dictionary === undefined ? {} : { settings: { dictionary: settings.dictionary } }),
        reasons: [
          "It takes lines 48 pixels high and gives scores for letters: a recogniser like PP-OCR's.",
          settings.dictionary === undefined
            ? "Its letters are in its own metadata."
            : `Its letters are those of ${settings.dictionary}.`,
        ],
      };
    },
  };
}
