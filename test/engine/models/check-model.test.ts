import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createContext } from "../../../main/engine/context.ts";
import { checkFile, checkModel } from "../../../main/engine/models/check-model.ts";
import {
  floatTensor,
  intTensor,
  writeOnnx,
  type OnnxGraph,
} from "../../../native-models/tiny/onnx-writer.ts";
import { material } from "../../fixtures-made/made.ts";

const ctx = createContext();
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "footnote-check-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const add = (more: Partial<OnnxGraph> = {}): OnnxGraph => ({
  nodes: [{ op: "Add", inputs: ["x", "one"], outputs: ["y"] }],
  inputs: [{ name: "x", type: "float32", shape: ["batch", 4] }],
  outputs: [{ name: "y", type: "float32", shape: ["batch", 4] }],
  tensors: [floatTensor("one", [4], [1, 1, 1, 1])],
  ...more,
});
let count = 0;
function write(data: OnnxGraph | Uint8Array): string {
  const path = join(folder, `m${count++}.onnx`);
  writeFileSync(path, data instanceof Uint8Array ? data : writeOnnx(data));
  return path;
}
const refused = (path: string, why: RegExp) =>
  expect(checkModel(ctx, path)).rejects.toMatchObject({
    code: "model-refused",
    message: expect.stringMatching(why) as string,
  });

describe("a model file before it is run", () => {
  it("tells what a sound one is made of", async () => {
    const checked = await checkModel(ctx, write(add()));
    expect(checked).toMatchObject({
      opset: 17,
      parameters: 4,
      producer: "footnote",
      inputs: [{ name: "x", type: "float32", shape: ["batch", 4] }],
    });
    expect(checked.operators.get("::Add")).toBe(1);
  });

  it("is refused when it is no ONNX file, cut short, or empty", async () => {
    await refused(write(Buffer.from("not a model at all, but long enough to be looked at")), /./);
    await refused(write(Buffer.from("<!doctype html><html><body>Sign in</body></html>")), /./);
    await refused(write(new Uint8Array()), /empty/);
    const cut = write(add());
    truncateSync(cut, 60);
    await refused(cut, /past the end|no ONNX graph/);
    await expect(checkModel(ctx, join(folder, "none.onnx"))).rejects.toMatchObject({ code: "not-found" });
  });

  it("survives any damage with a refusal or a pass, never a crash or a hang", async () => {
    const sound = writeOnnx(add());
    for (let i = 0; i < sound.length; i++) {
      const broken = Uint8Array.from(sound);
      broken[i] = (broken[i] ?? 0) ^ 0xff;
      await checkModel(ctx, write(broken)).catch((error: unknown) =>
        expect(error).toMatchObject({ code: "model-refused" }),
      );
    }
  });

  it("is refused for operators that are not part of the runtime", async () => {
    await refused(
      write(
        add({
          nodes: [{ op: "Decode", inputs: ["x"], outputs: ["y"], domain: "com.example" }],
          domains: { "com.example": 1 },
        }),
      ),
      /Decode of com\.example/,
    );
    await checkModel(
      ctx,
      write(
        add({
          nodes: [{ op: "Gelu", inputs: ["x"], outputs: ["y"], domain: "com.microsoft" }],
          domains: { "com.microsoft": 1 },
        }),
      ),
    );
  });

  it("is refused for formats from the future", async () => {
    await refused(write(add({ opset: 99 })), /operator set 99/);
    await refused(write(add({ irVersion: 99 })), /format 99/);
  });

  it("is refused when constants are larger than what is there, or fill memory by themselves", async () => {
    await refused(
      write(add({ tensors: [{ ...floatTensor("one", [4], [1]), dims: [1 << 20, 1 << 20] }] })),
      /would take/,
    );
    await refused(
      write(add({ tensors: [{ ...floatTensor("one", [4], [1]), dims: [1 << 12] }] })),
      /4096 values in 4 bytes/,
    );
    await refused(write(add({ tensors: [{ ...floatTensor("one", [4], []), dims: [4] }] })), /no data/);
    const bomb = add({
      nodes: [
        { op: "ConstantOfShape", inputs: ["shape"], outputs: ["big"] },
        { op: "ReduceSum", inputs: ["big"], outputs: ["y"] },
      ],
      tensors: [intTensor("shape", [2], [1 << 20, 1 << 14])],
    });
    await refused(write(bomb), /fills more than 4 GB/);
    await refused(
      write(add({ inputs: [{ name: "x", type: "float32", shape: [1 << 20, 1 << 20] }] })),
      /is declared as/,
    );
  });

  it("only takes weights from its own folder", async () => {
    mkdirSync(join(folder, "sub"));
    writeFileSync(join(folder, "outside.bin"), new Uint8Array(16));
    writeFileSync(join(folder, "sub", "w.bin"), new Uint8Array(16));
    symlinkSync(join(folder, "outside.bin"), join(folder, "sub", "link.bin"));
    const place = (location: string, more = {}): string => {
      const path = join(folder, "sub", `m${count++}.onnx`);
      writeFileSync(
        path,
        writeOnnx(
          add({
            tensors: [
              {
                name: "one",
                type: "float32",
                dims: [4],
                data: new Uint8Array(),
                external: { location, ...more },
              },
            ],
          }),
        ),
      );
      return path;
    };
    expect((await checkModel(ctx, place("w.bin"))).dataFiles).toEqual([join(folder, "sub", "w.bin")]);
    for (const away of ["../outside.bin", join(folder, "outside.bin"), "..\\outside.bin", "C:\\x.bin", ""])
      await refused(place(away), /outside its folder/);
    await refused(place("link.bin"), /link to outside/);
    await refused(place("none.bin"), /missing/);
    await refused(place("w.bin", { offset: 8 }), /points outside/);
    await refused(place("w.bin", { length: 1 << 30 }), /points outside/);
  });

  it("must have the inputs and outputs that its manifest declares", async () => {
    const path = write(add());
    const tensor = (
      name: string,
      type: "float32" | "int64" = "float32",
      shape: (string | number)[] = ["n", 4],
    ) => ({ name, type, shape, as: "x" });
    const declared = (input: ReturnType<typeof tensor>, output = tensor("y")) =>
      checkModel(ctx, path, { role: "network", inputs: [input], outputs: [output] });
    await declared(tensor("x"));
    const no = (work: Promise<unknown>, why: RegExp) =>
      expect(work).rejects.toMatchObject({
        code: "model-refused",
        message: expect.stringMatching(why) as string,
      });
    await no(declared(tensor("z")), /no input "z" \(it has x\)/);
    await no(declared(tensor("x", "int64")), /is float32, the manifest says int64/);
    await no(declared(tensor("x", "float32", ["n", 5])), /batch x 4, the manifest says n x 5/);
    await no(declared(tensor("x"), tensor("q")), /no output "q"/);
  });

  it("is compared with its declared size and hash", async () => {
    const path = write(Buffer.from("abc"));
    const sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    expect(await checkFile(ctx, path, { path: "a", size: 3, sha256 })).toEqual({ size: 3, sha256 });
    await expect(checkFile(ctx, path, { path: "a", size: 4, sha256 })).rejects.toThrow(
      /3 bytes, declared are 4/,
    );
    await expect(checkFile(ctx, path, { path: "a", size: 3, sha256: "0".repeat(64) })).rejects.toThrow(
      /SHA-256 differs/,
    );
    expect(await checkFile(ctx, path, { path: "a", unverified: true })).toEqual({ size: 3, sha256 });
  });
});

const onnx = join(material, "onnx");
const there = existsSync(onnx);
if (!there) process.stdout.write(`skipped: real model files are not at ${onnx}\n`);
describe.skipIf(!there)("real model files", () => {
  it.each(["misc/azure_remote_call_model_NEGATIVE.onnx", "misc/superresolution_needs_ort_extensions.onnx"])(
    "are refused with the reason: %s",
    async (name) => {
      await refused(join(onnx, name), /com\.microsoft\.extensions/);
    },
  );
  it.each([
    "yunet/yunet_n_320_320.onnx",
    "silero/silero_vad.onnx",
    "detectors/FastestDet.onnx",
    "ppocr/ch_PP-OCRv2_det_infer.onnx",
    "light/light_resnet50.onnx",
    "misc/mnist.onnx",
  ])("pass: %s", async (name) => {
    const path = join(onnx, name);
    const checked = await checkModel(ctx, path);
    expect(checked.parameters).toBeGreaterThan(0);
    expect(checked.bytes).toBe(readFileSync(path).length);
  });
});
