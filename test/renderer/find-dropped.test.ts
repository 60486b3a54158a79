import { expect, test } from "vitest";
import type { PickerEntry } from "../../contract/calls.ts";
import { RootId } from "../../contract/ids.ts";
import { findDropped } from "../../renderer/library/find-dropped.ts";
import type { Place } from "../../renderer/places/use-places.ts";

const root = RootId.parse("r_home-folder");
const file = (name: string, size: number): PickerEntry => ({ name, kind: "file", size, media: true });
const folder = (name: string): PickerEntry => ({ name, kind: "folder", size: 0, media: false });
const tree: Readonly<Record<string, readonly PickerEntry[]>> = {
  "": [folder("films"), folder("other"), file("a.mp4", 5)],
  films: [file("a.mp4", 10), file("b.mp4", 20), folder("old")],
  "films/old": [file("c.mp4", 30)],
  other: [file("b.mp4", 20)],
};
let asked: string[] = [];
const list = ({ path }: Place): Promise<readonly PickerEntry[]> => {
  asked.push(path.join("/"));
  const entries = tree[path.join("/")];
  return entries ? Promise.resolve(entries) : Promise.reject(new Error("not there"));
};
const find = async (dropped: Parameters<typeof findDropped>[0], ...starts: string[][]) => {
  asked = [];
  const found = await findDropped(
    dropped,
    [...starts, []].map((path) => ({ root, path })),
    list,
  );
  return found?.map((place) => place.path.join("/"));
};

test("by name and size, wherever it lies", async () => {
  expect(await find([{ name: "a.mp4", size: 10 }])).toEqual(["films/a.mp4"]);
  expect(await find([{ name: "c.mp4", size: 30 }])).toEqual(["films/old/c.mp4"]);
  expect(await find([{ name: "old", size: undefined }])).toEqual(["films/old"]);
});
test("the folder that was used last is looked into first", async () => {
  expect(await find([{ name: "b.mp4", size: 20 }], ["other"])).toEqual(["other/b.mp4"]);
  expect(asked).toEqual(["other"]);
  // One that is gone by now is no obstacle.
  expect(await find([{ name: "b.mp4", size: 20 }], ["gone"])).toEqual(["films/b.mp4"]);
});
test("all of them or none: half an import would pass for a whole one", async () => {
  const both = [
    { name: "a.mp4", size: 10 },
    { name: "x.mp4", size: 1 },
  ];
  expect(await find(both)).toBeUndefined();
  expect(await find([{ name: "a.mp4", size: 11 }])).toBeUndefined();
});
