import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { openCatalog, readCatalogFiles } from "./catalog-files.ts";

const directory = mkdtempSync(join(tmpdir(), "wirescope-catalog-"));
afterAll(() => rmSync(directory, { recursive: true }));

const LOWER_HALF = 0x0808_0808;
const UPPER_HALF = 0xc000_0201 | 0;

/* The pieces of a MaxMind DB data section (MaxMind DB File Format 2.0): a control octet, then the value. */

function text(value: string): number[] {
  const { length } = value;
  return [...(length < 29 ? [0x40 | length] : [0x40 | 29, length - 29]), ...Buffer.from(value)];
}

function unsigned(value: number): number[] {
  return [0xa2, value >>> 8, value & 0xff];
}

function map(entries: Readonly<Record<string, readonly number[]>>): number[] {
  const pairs = Object.entries(entries).flatMap(([key, value]) => [...text(key), ...value]);
  return [0xe0 | Object.keys(entries).length, ...pairs];
}

/** A database of IPv4 whose lower half, up to 127.255.255.255, has `record`. */
function database(record: readonly number[]): Uint8Array {
  const nodeCount = 1;
  const separator = 16;
  const tree = [0, 0, nodeCount + separator, 0, 0, nodeCount];
  const metadata = map({
    binary_format_major_version: unsigned(2),
    binary_format_minor_version: unsigned(0),
    build_epoch: unsigned(1),
    database_type: text("Test"),
    description: map({}),
    ip_version: unsigned(4),
    languages: [0x01, 0x04, ...text("en")],
    node_count: unsigned(nodeCount),
    record_size: unsigned(24),
  });
  const marker = [0xab, 0xcd, 0xef, ...Buffer.from("MaxMind.com")];
  return Uint8Array.from([
    ...tree,
    ...new Array(separator).fill(0),
    ...record,
    ...marker,
    ...metadata,
  ]);
}

function file(name: string, bytes: Uint8Array): string {
  const path = join(directory, name);
  writeFileSync(path, bytes);
  return path;
}

test("what ships is found", () => {
  const catalog = openCatalog(readCatalogFiles());
  expect(catalog.place(4, [LOWER_HALF, 0, 0, 0]).system?.number).toBe(15169);
  expect(catalog.application("github.com")?.name).toBe("GitHub");
});

describe("a person's own databases", () => {
  const country = file("country.mmdb", database(map({ country: map({ iso_code: text("DE") }) })));
  const system = file(
    "asn.mmdb",
    database(
      map({
        autonomous_system_number: unsigned(64500),
        autonomous_system_organization: text("Example"),
      }),
    ),
  );
  const catalog = openCatalog(readCatalogFiles([country, system]));

  test("stand in for the table that ships, and complete each other", () => {
    expect(catalog.place(4, [LOWER_HALF, 0, 0, 0])).toEqual({
      country: "DE",
      system: { number: 64500, name: "Example" },
    });
    expect(catalog.place(4, [UPPER_HALF, 0, 0, 0])).toEqual({
      country: undefined,
      system: undefined,
    });
  });

  test("of IPv4 alone say nothing of IPv6", () => {
    expect(catalog.place(6, [0x20014860, 0x48600000, 0, 0x8888]).country).toBeUndefined();
  });

  test.for([
    ["missing", join(directory, "none.mmdb"), /can't be read \(ENOENT\)/],
    ["no database", file("text.mmdb", Buffer.from("hello")), /is no MaxMind DB file/],
    ["empty", file("empty.mmdb", new Uint8Array(0)), /is no MaxMind DB file/],
  ] as const)("that are %s are refused in one sentence", ([, path, sentence]) => {
    expect(() => readCatalogFiles([path])).toThrow(sentence);
  });
});
