import { expect, test } from "vitest";
import { readArguments, refuseOperands } from "./arguments.ts";
import { CommandError } from "./errors.ts";

const OPTIONS = {
  interface: { type: "string", short: "i" },
  count: { type: "string", short: "c" },
  json: { type: "boolean" },
} as const;

test("an option can be given several times", () => {
  const given = readArguments("live", ["-i", "eth0", "-i", "lo"], OPTIONS);
  expect(given.values("interface")).toEqual(["eth0", "lo"]);
  expect(given.value("interface")).toBe("lo");
});

test("a lone dash is an operand", () => {
  const given = readArguments("summary", ["-", "--json"], OPTIONS);
  expect(given.operands).toEqual(["-"]);
  expect(given.has("json")).toBe(true);
});

test("a value may begin with a dash, as long as it is no option", () => {
  const args = ["--count", "-15m", "-i", "-tcp.len < 0", "--json", "-", "--", "-1"];
  const given = readArguments("packets", args, OPTIONS);
  expect(given.value("count")).toBe("-15m");
  expect(given.value("interface")).toBe("-tcp.len < 0");
  expect(given.operands).toEqual(["-", "-1"]);
  for (const next of ["--json", "--count=1", "-c"]) {
    expect(() => readArguments("packets", ["--count", next], OPTIONS)).toThrow(CommandError);
  }
});

test("a value in the option's own argument may begin with a dash", () => {
  const given = readArguments("packets", ["--count=--json", "-i-x", "-ieth0"], OPTIONS);
  expect(given.value("count")).toBe("--json");
  expect(given.values("interface")).toEqual(["-x", "eth0"]);
  expect(given.has("json")).toBe(false);
});

test.for([
  ["an unknown option", ["--bogus"], 'There is no option "--bogus"'],
  ["another tool's option", ["-r", "x"], 'There is no option "-r": files are named without one'],
  ["an unknown letter", ["-xc1"], 'There is no option "-x"'],
  ["a missing value", ["-i"], "-i needs a value"],
  ["a forgotten value", ["-i", "-c", "1"], '-i needs a value, and "-c" is the next option'],
  ["a value for a flag", ["--json=yes"], "--json takes no value"],
] as const)("%s is one sentence of wrong usage", ([, args, sentence]) => {
  const failure = catchError(() => readArguments("live", args, OPTIONS));
  expect(failure).toBeInstanceOf(CommandError);
  expect((failure as CommandError).status).toBe(2);
  expect((failure as CommandError).message).toBe(`${sentence}; see "wirescope live --help".`);
});

test.for(["0", "-1", "1.5", "ten", "1001", ""])("%s is no count from 1 to 1000", (text) => {
  for (const args of [[`--count=${text}`], ["-c", text]]) {
    const given = readArguments("packets", args, OPTIONS);
    const name = args.length === 1 ? "--count" : "-c";
    expect(() => given.integer("count", 1, 1000)).toThrow(
      `${name} takes a whole number from 1 to 1000, not "${text}".`,
    );
  }
});

test("an operand is refused where there is nothing to do with it", () => {
  expect(() => refuseOperands("doctor", readArguments("doctor", ["x"], {}))).toThrow(/"x"/);
  expect(() => refuseOperands("doctor", readArguments("doctor", [], {}))).not.toThrow();
});

function catchError(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}
