import { describe, expect, test } from "vitest";
import { Gate } from "./gate.ts";

function held(): { readonly over: Promise<void>; release(): void } {
  let release = (): void => {};
  const over = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { over, release };
}

/** Until everything that can go on has gone on. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe("Gate", () => {
  test("lets readers in together, and a writer when all are out", async () => {
    const gate = new Gate();
    const [first, second] = [held(), held()];
    const told: string[] = [];
    const reading = [first, second].map((hold, i) =>
      gate.shared(async () => {
        told.push(`reader ${i}`);
        await hold.over;
      }),
    );
    const writing = gate.exclusive(async () => void told.push("writer"));
    await settled();
    first.release();
    await settled();
    expect(told).toEqual(["reader 0", "reader 1"]);
    second.release();
    await Promise.all([...reading, writing]);
    expect(told).toEqual(["reader 0", "reader 1", "writer"]);
  });

  test("lets a waiting writer go before readers that come later", async () => {
    const gate = new Gate();
    const [reader, writer] = [held(), held()];
    const told: string[] = [];
    const early = gate.shared(() => reader.over);
    const writing = gate.exclusive(async () => {
      told.push("writer");
      await writer.over;
      told.push("written");
    });
    const late = gate.shared(async () => void told.push("late reader"));
    reader.release();
    await settled();
    expect(told).toEqual(["writer"]);
    writer.release();
    await Promise.all([early, writing, late]);
    expect(told).toEqual(["writer", "written", "late reader"]);
  });

  test("goes on after work that failed", async () => {
    const gate = new Gate();
    const failing = gate.exclusive(() => Promise.reject(new Error("broken")));
    await expect(failing).rejects.toThrow("broken");
    await expect(gate.shared(() => Promise.reject(new Error("torn")))).rejects.toThrow("torn");
    expect(await gate.exclusive(async () => 1)).toBe(1);
    expect(await gate.shared(async () => 2)).toBe(2);
  });
});
