import type { Ranked, Session, TopQuestion } from "@wirescope/query";
import { describe, expect, test } from "vitest";
import { ValueCompletions, valuePlace, valuesAt } from "./value-completions.ts";

function row(filter: string, packets: number, name?: string): Ranked {
  return { label: "", filter, name, packets, bytes: 0, flows: 1, bytesIn: undefined };
}

const HOSTS = [
  row("ip.addr == 192.0.2.7", 1234, "printer"),
  row("ipv6.addr == 2001:db8::7", 90),
  row("ip.addr == 198.51.100.9", 7),
];

describe("A value is awaited", () => {
  test.for([
    ["behind a comparison", "ip.addr == ", "ip.addr", ""],
    ["in words", "dns and ip.src eq 19", "ip.src", "19"],
    ["in quotes", 'app != "Net', "app", '"Net'],
    ["in parentheses", "(tcp.port==4", "tcp.port", "4"],
  ] as const)("%s", ([, text, field, typed]) => {
    expect(valuePlace(text, text.length)).toEqual({
      ...{ field, typed },
      by: expect.any(String),
      replace: { start: text.length - typed.length, end: text.length },
    });
  });

  test.for([
    ["before a comparison", "ip.addr "],
    ["behind a whole condition", "ip.addr == 192.0.2.7 "],
    ["of a field that nothing ranks", "tcp.window_size == "],
  ] as const)("but not %s", ([, text]) => {
    expect(valuePlace(text, text.length)).toBeUndefined();
  });

  test("in the midst of a text, whose value is replaced to its end", () => {
    expect(valuePlace("ip.addr == 192.0.2.7 && dns", 14)?.replace).toEqual({ start: 11, end: 20 });
    expect(valuePlace('app == "Netflix" && dns', 11)?.replace).toEqual({ start: 7, end: 16 });
  });
});

describe("What occurs is offered", () => {
  function offer(text: string, rows: readonly Ranked[]) {
    const place = valuePlace(text, text.length)!;
    return valuesAt(place, rows).map((one) => `${one.text} (${one.description})`);
  }

  test("by address, for its own version of IP", () => {
    expect(offer("ip.addr == ", HOSTS)).toEqual([
      "192.0.2.7 (printer · 1\u2009234 packets)",
      "198.51.100.9 (7 packets)",
    ]);
    expect(offer("ipv6.addr == ", HOSTS)).toEqual(["2001:db8::7 (90 packets)"]);
  });

  test("by the beginning of the value or of its name", () => {
    expect(offer("ip.addr == 198", HOSTS)).toEqual(["198.51.100.9 (7 packets)"]);
    expect(offer("ip.addr == Prin", HOSTS)).toHaveLength(1);
    expect(offer("ip.addr == 7", HOSTS)).toEqual([]);
  });

  test("for ports of the field's transport, applications, and names in quotes", () => {
    const services = [row("tcp.port == 443", 9, "https"), row("udp.port == 53", 5)];
    expect(offer("udp.port == ", services)).toEqual(["53 (5 packets)"]);
    expect(offer('app == "ne', [row('app == "Netflix"', 3), row("", 1)])).toEqual([
      '"Netflix" (3 packets)',
    ]);
    const named = 'dns.qry.name == "a.test" || http.host == "a.test"';
    expect(offer("http.host == ", [row(named, 2)])).toEqual(['"a.test" (2 packets)']);
  });
});

test("A field's values are asked for once while one is written, and anew for the next", async () => {
  const asked: TopQuestion[] = [];
  const session = {
    top: async (question: TopQuestion) => {
      asked.push(question);
      return { rows: HOSTS };
    },
  } as unknown as Session;
  const range = { from: 1n, to: undefined };
  const values = new ValueCompletions(
    () => session,
    () => range,
  );
  for (const text of ["ip.addr == ", "ip.addr == 1", "ip.addr == 19"]) {
    expect((await values.complete(text, text.length)).length).toBe(2);
  }
  expect(asked).toEqual([{ range, filter: "", by: "host", metric: "packets", limit: 100 }]);
  expect(await values.complete("ip.addr == 192.0.2.7 ", 21)).toEqual([]);
  await values.complete("ip.addr == ", 11);
  expect(asked).toHaveLength(2);
});

test("Values that can't be learnt are not offered", async () => {
  const session = { top: () => Promise.reject(new Error("No.")) } as unknown as Session;
  const values = new ValueCompletions(
    () => session,
    () => ({ from: undefined, to: undefined }),
  );
  expect(await values.complete("ip.addr == ", 11)).toEqual([]);
});
