import { Analysis } from "@wirescope/analysis";
import { expect, test } from "vitest";
import { EVERYTHING } from "./range.ts";
import { type CompiledScope, compileScope } from "./scope.ts";
import { View } from "./view.ts";
import { ViewPool } from "./view-pool.ts";

function scopeOf(port: number): CompiledScope {
  return compileScope({ range: EVERYTHING, filter: `tcp.port == ${port}` });
}

test("of the questions that wait for room, the newest goes first, and each gets its turn", async () => {
  const pool = new ViewPool((scope) => new View(scope, new Analysis({ flowCapacity: 16 })));
  const order: number[] = [];
  const taken: View[] = [];
  const ask = async (port: number): Promise<void> => {
    const view = await pool.acquire(scopeOf(port));
    order.push(port);
    taken.push(view);
  };
  const asked = Array.from({ length: 12 }, (_, port) => ask(port));
  await new Promise(setImmediate);
  expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  while (order.length < asked.length) {
    pool.release(taken.shift()!, false);
    await new Promise(setImmediate);
  }
  expect(order.slice(8)).toEqual([11, 10, 9, 8]);
});
