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
