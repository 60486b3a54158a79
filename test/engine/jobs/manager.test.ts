import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FootnoteError } from "../../../contract/errors.ts";
import { MediaId } from "../../../contract/ids.ts";
import { createGate } from "../../../main/engine/jobs/gate.ts";
import {
  createJobManager,
  type JobManager,
  type JobManagerOptions,
} from "../../../main/engine/jobs/manager.ts";
import { backOff } from "../../../main/engine/jobs/retry-policy.ts";
import { silentLog } from "../../../main/engine/log.ts";
import { openStore, type Store } from "../../../main/engine/store/store.ts";

let store: Store;
let manager: JobManager;
let clock = 0;
beforeEach(() => {
  store = openStore(":memory:", "a test");
  clock = 1000;
});
afterEach(async () => {
  await manager.close();
  store.close();
});

const ids = [1, 2, 3].map((n) => MediaId.parse(`m_film-number-${n}`));
function manage(run: JobManagerOptions["run"]): JobManager {
  for (const id of ids) store.media.add({ id, name: id, size: 1, addedAt: 1, sample: false });
  manager = createJobManager({ store, log: silentLog, now: () => clock, run, onChange: () => {} });
  manager.start();
  return manager;
}
const add = (n: number) => manager.add("index", ids[n] ?? MediaId.parse("m_nobody-here"), `film ${n}`);
const states = (): string[] => manager.list().map((j) => j.state);
/** Waits for the abort, as long work does. */
const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(new FootnoteError("cancelled", "Cancelled.")));
  });

test("jobs run one after the other, in their order, and are told as they go", async () => {
  const order: string[] = [];
  manage(async (_ctx, job, { report }) => {
    order.push(job.title);
    report({ stage: "shots", done: 0.5 });
    expect(manager.list().find((j) => j.id === job.id)).toMatchObject({
      state: "running",
      progress: 0.5,
      stage: "shots",
    });
    await Promise.resolve();
  });
  for (const n of [0, 1, 2]) add(n);
  await expect.poll(states).toEqual(["done", "done", "done"]);
  expect(order).toEqual(["film 0", "film 1", "film 2"]);
});
test("the same file is not queued twice", () => {
  manage((ctx) => untilAborted(ctx.signal));
  expect(add(0)).toBe(add(0));
  expect(manager.list()).toHaveLength(1);
});
test("cancel stops what runs, and what waits never begins; retry begins it again", async () => {
  const began: string[] = [];
  let patient = false;
  manage((ctx, job) => {
    began.push(job.title);
    return patient ? Promise.resolve() : untilAborted(ctx.signal);
  });
  const [first, second] = [add(0), add(1)];
  await expect.poll(states).toEqual(["running", "queued"]);
  manager.cancel([second]);
  manager.cancel([first]);
  await expect.poll(states).toEqual(["cancelled", "cancelled"]);
  expect(began).toEqual(["film 0"]);
  patient = true;
  manager.retry([first, second]);
  await expect.poll(states).toEqual(["done", "done"]);
});
test("a paused job stops and goes on later; pausing all holds everything at the gate", async () => {
  let runs = 0;
  manage(async (ctx, _job, { gate }) => {
    runs++;
    await gate.pass(ctx.signal);
    if (runs === 1) await untilAborted(ctx.signal);
  });
  const id = add(0);
  await expect.poll(() => runs).toBe(1);
  manager.pause([id]);
  await expect.poll(states).toEqual(["paused"]);
  manager.pause([]);
  manager.resume([id]);
  expect(manager.isPaused()).toBe(true);
  expect(states()).toEqual(["queued"]);
  manager.resume([]);
  await expect.poll(states).toEqual(["done"]);
  expect(runs).toBe(2);
});
test("what may pass is tried again after ever longer waits, then given up with its error", async () => {
  manage(() => Promise.reject(new FootnoteError("tool-failed", "ffmpeg stumbled.")));
  add(0);
  const job = () => store.jobs.list()[0];
  for (const wait of [2000, 8000]) {
    await expect.poll(() => job()?.state).toBe("queued");
    expect(job()?.notBefore).toBe(clock + wait);
    clock += wait + 1;
    manager.resume([]);
  }
  await expect.poll(() => job()?.state).toBe("failed");
  expect(manager.list()[0]).toMatchObject({
    attempts: 3,
    error: { code: "tool-failed", message: "ffmpeg stumbled." },
  });
});
test("what cannot pass fails at once", async () => {
  manage(() => Promise.reject(new FootnoteError("unreadable", "Damaged.", { hint: "Copy it again." })));
  add(0);
  await expect.poll(states).toEqual(["failed"]);
  expect(manager.list()[0]?.error).toMatchObject({ code: "unreadable", hint: "Copy it again." });
  expect(backOff("unreadable", 1)).toBeUndefined();
  expect([1, 2, 3].map((n) => backOff("timeout", n))).toEqual([2000, 8000, undefined]);
});
test("closing leaves running work to be taken up by the next process", async () => {
  manage((ctx) => untilAborted(ctx.signal));
  add(0);
  await expect.poll(states).toEqual(["running"]);
  await manager.close();
  expect(store.jobs.list()[0]?.state).toBe("running");
  manager = createJobManager({
    store,
    log: silentLog,
    now: () => clock,
    run: () => Promise.resolve(),
    onChange: () => {},
  });
  expect(manager.list()[0]?.state).toBe("queued"); // nothing runs it yet
  manager.start();
  await expect.poll(states).toEqual(["done"]);
});

describe("the gate", () => {
  test("lets through when open, holds when closed, lets go when opened", async () => {
    const gate = createGate();
    const { signal } = new AbortController();
    await gate.pass(signal);
    gate.close();
    let through = false;
    const waiting = gate.pass(signal).then(() => (through = true));
    await new Promise((later) => setTimeout(later, 20));
    expect(through).toBe(false);
    gate.open();
    await waiting;
  });
  test("a while passes by itself; an abort ends the wait", async () => {
    const gate = createGate();
    gate.closeFor(40);
    expect(gate.isClosed()).toBe(true);
    await gate.pass(new AbortController().signal);
    gate.close();
    const controller = new AbortController();
    const waiting = gate.pass(controller.signal);
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: "cancelled" });
  });
});
