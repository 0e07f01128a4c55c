import type { LiveFrame } from "@wirescope/query";
import { expect, test } from "vitest";
import { Quiet } from "./quiet.ts";

function frame(allPackets: number, ...sources: string[]): LiveFrame {
  const rows = {
    number: sources.map((_, i) => i + 1),
    time: sources.map((_, i) => i * 1e6),
    protocol: sources.map(() => "DNS"),
    source: sources,
  };
  return { totals: { allPackets }, rows } as unknown as LiveFrame;
}

test("It is quiet from the last packets to the last word of the server", () => {
  let now = 1000;
  const quiet = new Quiet(() => now);
  now = 2000;
  quiet.receive(frame(2, "192.0.2.1", "192.0.2.2"));
  const last = { time: 1e6, protocol: "DNS", source: "192.0.2.2" };
  expect(quiet.state.getSnapshot()).toEqual({ since: 2000, until: 2000, last });
  now = 9000;
  quiet.receive(frame(2));
  now = 60_000;
  expect(quiet.state.getSnapshot()).toEqual({ since: 2000, until: 9000, last });
  quiet.receive(frame(3));
  expect(quiet.state.getSnapshot()).toEqual({ since: 60_000, until: 60_000, last });
  quiet.reset();
  expect(quiet.state.getSnapshot()).toEqual({ since: 60_000, until: 60_000, last: undefined });
});
