import { once } from "node:events";
import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { Output } from "./output.ts";

test("text comes out whole and in order", async () => {
  const chunks: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  const output = new Output(stream);
  for (let line = 0; line < 20_000; line += 1) await output.line(`line ${line}`);
  await output.flush();
  const lines = chunks.join("").trimEnd().split("\n");
  expect(lines).toHaveLength(20_000);
  expect(lines.at(-1)).toBe("line 19999");
  expect(chunks.length).toBeLessThan(20);
});

test("a reader that goes away ends the writing without an error", async () => {
  const stream = new Writable({
    write(_chunk, _encoding, done) {
      done(Object.assign(new Error("write EPIPE"), { code: "EPIPE" }));
    },
  });
  const output = new Output(stream);
  await output.line("x");
  await output.flush();
  if (!stream.closed) await once(stream, "close");
  expect(output.closed).toBe(true);
  await output.line("y");
  await output.flush();
});

test("waiting for a slow reader leaves nothing behind, however often", async () => {
  let length = 0;
  const stream = new Writable({
    highWaterMark: 1,
    write(chunk: Buffer, _encoding, done) {
      length += chunk.length;
      setImmediate(done);
    },
  });
  const output = new Output(stream);
  const listeners = (): number[] =>
    ["drain", "close", "error"].map((event) => stream.listenerCount(event));
  const before = listeners();
  for (let block = 0; block < 50; block += 1) {
    await output.write("x".repeat(100_000));
    expect(listeners()).toEqual(before);
  }
  await output.flush();
  expect(length).toBe(5_000_000);
});

test("a reader that goes away while it is waited for ends the wait", async () => {
  const stream = new Writable({ highWaterMark: 1, write: () => undefined });
  const output = new Output(stream);
  const writing = output.write("x".repeat(100_000));
  stream.destroy();
  await writing;
  expect(output.closed).toBe(true);
});
