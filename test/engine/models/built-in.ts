import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { placeModel, type TinyModel } from "../../../native-models/tiny/models.ts";

/** Puts tiny models where those that ship lie: files to `modelsDir/ID`, manifests (with these changes) beside. */
export function placeBuiltIn(
  modelsDir: string,
  ...models: readonly (readonly [model: TinyModel, id: string, changes?: object])[]
): void {
  mkdirSync(join(modelsDir, "manifests"), { recursive: true });
  for (const [model, id, changes = {}] of models) {
    const own = { ...model.manifest, id, title: id, origin: { kind: "built-in" }, ...changes };
    const manifest = placeModel(join(modelsDir, id), { ...model, manifest: own });
    writeFileSync(join(modelsDir, "manifests", `${id}.json`), JSON.stringify(manifest));
  }
}

/** What a manifest says of real footage, with this share found among five, and of photographs among ten. */
export const realFootage = (recallAt5: number, recallAt10?: number): object => ({
  measured: {
    realFootage: { recallAt1: 0.1, recallAt5, of: 18, descriptions: 34 },
    ...(recallAt10 === undefined ? {} : { photographs: { recallAt10, of: 1000 } }),
  },
});

/** A licence for research alone. */
export const research = { name: "Terms of the pictures", redistribute: false, research: true };
