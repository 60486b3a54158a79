import { basename } from "node:path";
import { FootnoteError } from "../../../../contract/errors.ts";
import type { Precisions } from "./messages.ts";

/** Names of precisions in transformers.js by the end of a file's name; it looks for the files by these. */
const endings: readonly (readonly [RegExp, string])[] = [
  [/_fp16\.onnx$/, "fp16"],
  [/_quantized\.onnx$/, "q8"],
  [/_int8\.onnx$/, "int8"],
  [/_uint8\.onnx$/, "uint8"],
  [/_q4f16\.onnx$/, "q4f16"],
  [/_q4\.onnx$/, "q4"],
  [/_bnb4\.onnx$/, "bnb4"],
  [/\.onnx$/, "fp32"],
];

/** Which precision the library must be asked for so that it opens exactly these files. Errors: model-refused for other names. */
export function precisionsOf(files: readonly string[]): Precisions {
  return Object.fromEntries(
    files.map((file) => {
      const [ending, precision] = endings.find(([end]) => end.test(file)) ?? [];
      if (!ending || precision === undefined || !file.startsWith("onnx/"))
        throw new FootnoteError("model-refused", `The library of speech models does not find ${file}.`, {
          hint: "Networks lie in a folder onnx/ and are called encoder_model.onnx, decoder_model_merged.onnx, with _quantized, _fp16 and so on before .onnx.",
        });
      return [basename(file).replace(ending, ""), precision];
    }),
  );
}
