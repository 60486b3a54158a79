import { parametersOf, vitB32, vitGraph, writeGraph } from "./vit.ts";

// Writes the network of the benchmark and says how many parameters it has: in a process of its own, whose memory goes with it.
const graph = vitGraph(vitB32);
await writeGraph(process.argv[2] ?? "vit.onnx", graph);
process.stdout.write(String(parametersOf(graph)));
