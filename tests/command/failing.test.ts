/** Each failure is one clear sentence on standard error, with the status that scripts rely on. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { writeSampleFile } from "./sample-file.ts";
import { PROGRAM, wirescope } from "./wirescope.ts";

const sample = writeSampleFile();
afterAll(() => sample.remove());

function file(name: string, bytes: Uint8Array): string {
  const path = join(sample.directory, name);
  writeFileSync(path, bytes);
  return path;
}

async function expectSentence(
  args: readonly string[],
  status: number,
  sentence: RegExp,
): Promise<void> {
  const outcome = await wirescope(args);
  expect(outcome.stderr).toMatch(sentence);
  expect(outcome.stderr.trimEnd().split("\n")).toHaveLength(1);
  expect(outcome.status).toBe(status);
}

describe("input that is bad has status 1", () => {
  const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13);
  const folder = join(sample.directory, "folder");
  mkdirSync(folder);
  test.for([
    ["no such file", join(sample.directory, "none.pcap"), /There is no file .*none\.pcap/],
    ["an unprintable name", "\u001b[31mred\nfile", /There is no file \\x1b\[31mred\\x0afile/],
    ["a directory", folder, /is a directory/],
    ["an empty file", file("empty.pcap", new Uint8Array(0)), /empty/],
    ["a picture", file("picture.png", png), /PNG/],
    ["a cut file", file("cut.pcap", sample.bytes.subarray(0, 1000)), /byte 1000/],
    ["text", file("notes.txt", Buffer.from("dear diary, today I captured")), /no pcap or pcapng/],
  ] as const)("%s", async ([, path, sentence]) => {
    for (const command of ["summary", "packets", "flows"]) {
      await expectSentence([command, path], 1, sentence);
    }
  });

  test("a cut file still gives the packets before the cut", async () => {
    const { stdout } = await wirescope([
      "packets",
      "-T",
      "tsv",
      "-e",
      "frame.len",
      join(sample.directory, "cut.pcap"),
    ]);
    const lengths = stdout.trimEnd().split("\n").map(Number);
    expect(lengths).toEqual(sample.lengths.slice(0, lengths.length));
    expect(lengths.length).toBeGreaterThan(0);
  });
});

test("a link type that can't be decoded is named and its packets are counted", async () => {
  const bytes = Uint8Array.from(sample.bytes);
  new DataView(bytes.buffer).setUint32(20, 147, true);
  const path = file("user.pcap", bytes);
  const { status, stdout, stderr } = await wirescope(["summary", "--json", path]);
  const printed = JSON.parse(stdout) as {
    packets: number;
    files: { linkTypes: string[] }[];
  };
  expect(status).toBe(1);
  expect(stderr).toMatch(
    /^wirescope: .*user\.pcap: Link type 147 is unknown: .* not decoded\. .*\n$/,
  );
  expect(printed.packets).toBe(sample.lengths.length);
  expect(printed.files[0]?.linkTypes[0]).toMatch(/147|USER0/);
});

test("of several files each bad one has its sentence, and the others are read", async () => {
  const paths = ["none.pcap", "sample.pcap", "notes.txt"].map((name) =>
    join(sample.directory, name),
  );
  const { status, stdout, stderr } = await wirescope(["packets", "-T", "tsv", ...paths]);
  expect(status).toBe(1);
  expect(stdout.trimEnd().split("\n")).toHaveLength(sample.lengths.length);
  expect(stderr).toMatch(
    /^wirescope: There is no file .*none\.pcap.*\nwirescope: .*notes\.txt.*\n$/,
  );
});

test("a directory on standard input is named as such", async () => {
  const { status, stderr } = await wirescope(["summary", "-"], { inputPath: sample.directory });
  expect(stderr).toBe("wirescope: Standard input can't be read: it is a directory.\n");
  expect(status).toBe(1);
});

describe.runIf(existsSync("/dev/full"))("a full disk behind standard output", () => {
  test.for([
    ["packets", [sample.path]],
    ["flows", [sample.path]],
    ["summary", [sample.path]],
    ["interfaces", []],
    ["--help", []],
  ] as const)("%s", async ([command, operands]) => {
    const outcome = await wirescope([command, ...operands], { outputPath: "/dev/full" });
    expect(outcome.stderr).toBe(
      "wirescope: Standard output can't be written: no space left on device.\n",
    );
    expect(outcome.status).toBe(1);
  });
});

describe("wrong usage has status 2", () => {
  const ownCopy = file("own.pcapng", sample.bytes);
  test.for([
    ["an unknown command", ["frobnicate"], /There is no command "frobnicate"/],
    ["help on an unknown command", ["help", "frobnicate"], /There is no command "frobnicate"/],
    ["an operand for nothing", ["interfaces", "eth0"], /nothing to do with "eth0"/],
    ["standard input twice", ["summary", "-", "-"], /only once/],
    [
      "writing over what is read",
      ["export", "-o", ownCopy, join(sample.directory, "notes.txt"), ownCopy],
      /would write over .*own\.pcapng/,
    ],
    ["an unknown option", ["summary", "--bogus", "x"], /--bogus/],
    ["no file", ["packets"], /Name a capture file/],
    ["a wrong filter", ["packets", "-Y", "tcp.port = = 1", "x"], /column \d+/],
    [
      "an unknown field in a filter",
      ["packets", "-Y", "tcp.prot == 1", "x"],
      /column 1.*tcp\.port/,
    ],
    ["an unknown field to print", ["packets", "-e", "tcp.nosuch", "x"], /tcp\.nosuch/],
    ["an unknown format", ["packets", "-T", "xml", "x"], /-T takes/],
    ["a port that is none", ["demo", "--port", "99999"], /--port/],
    ["an unknown interface", ["live", "--no-history", "--no-open", "-i", "nosuch0"], /nosuch0/],
  ] as const)("%s", async ([, args, sentence]) => {
    await expectSentence(args, 2, sentence);
  });
});

test.for(["summary", "flows"])(
  "%s without a file names a history that is not there",
  async (name) => {
    const directory = "/nonexistent/wirescope";
    await expectSentence([name, "--data", directory], 1, /No history is kept in \/nonexistent/);
  },
);

describe("what the server can't be started with", () => {
  const data = join(sample.directory, "data");
  const commands = [["demo"], ["live", "-i", "lo", "--data", data]];

  test("a busy port is named, whatever else runs by then", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", () => resolve()));
    const address = other.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    try {
      for (const command of commands) {
        const args = [...command, "--no-open", "--port", String(port)];
        await expectSentence(args, 1, new RegExp(`${port}.*used`));
      }
    } finally {
      other.close();
    }
  });

  test("a weak token is refused, whatever else runs by then", async () => {
    for (const command of commands) {
      const args = [...command, "--no-open", "--host", "0.0.0.0", "--token", "abc"];
      await expectSentence(args, 2, /token/);
    }
  });
});

test("help and version are printed and have status 0", async () => {
  const help = await wirescope(["--help"]);
  expect(help.status).toBe(0);
  expect(help.stdout).toContain("summary");
  const command = await wirescope(["packets", "--help"]);
  expect(command.stdout).toContain("-e FIELD");
  const version = await wirescope(["--version"]);
  expect(version.stdout).toMatch(/^wirescope \d+\.\d+\.\d+\n$/);
});

test("a shared store that is away is told of, and the page waits for it", async () => {
  const store = "clickhouse://reader@127.0.0.1:1/flows";
  const child = spawn(process.execPath, [
    PROGRAM,
    "serve",
    "--store",
    store,
    "--no-open",
    "--port",
    "0",
  ]);
  try {
    const [complaint] = await once(child.stderr, "data");
    expect(String(complaint)).toBe(
      "wirescope: ClickHouse at clickhouse://127.0.0.1:1/flows can't be reached (ECONNREFUSED); is it running?\n",
    );
    expect(child.exitCode).toBe(null);
  } finally {
    child.kill("SIGTERM");
  }
  expect(await once(child, "exit")).toEqual([0, null]);
});
