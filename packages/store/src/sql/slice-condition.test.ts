import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { Catalog } from "@wirescope/catalog";
import { checkFilter } from "@wirescope/filter";
import { describe, expect, test } from "vitest";
import { NotInHistoryError } from "./not-in-history.ts";
import { sliceCondition } from "./slice-condition.ts";
import type { SliceSelection } from "./slice-selection.ts";
import { type Sql, sql, toStatement } from "./sql.ts";
import { CLICKHOUSE, DUCKDB, type SqlDialect } from "./sql-dialect.ts";

function compile(filter: string, dialect: SqlDialect = DUCKDB, catalog?: Catalog): SliceSelection {
  return sliceCondition(checkFilter(filter)!, {
    dialect,
    catalog,
    flowSlices: sql`(SELECT 1) AS f`,
  });
}

function textOf(fragment: Sql, dialect: SqlDialect = DUCKDB): string {
  return toStatement(fragment, dialect.placeholder).text;
}

const shipped = (file: string): Buffer =>
  gunzipSync(readFileSync(fileURLToPath(import.meta.resolve(`@wirescope/catalog/data/${file}`))));
const catalog = new Catalog({ bytes: shipped, text: (file) => shipped(file).toString("utf8") });

describe("a condition on slices", () => {
  test.for([
    { filter: "tcp", out: "(ip_protocol = 6 AND originator_port >= 0)" },
    { filter: "ip", out: "ip_version = 4" },
    { filter: "vlan.id == 7", out: "(vlan >= 0 AND vlan = 7)" },
    {
      filter: "ip.src == 10.0.0.0/8",
      out: "(ip_version = 4 AND (originator >= unhex('00000000000000000000ffff0a000000') AND originator <= unhex('00000000000000000000ffff0affffff')))",
    },
    {
      filter: "udp.dstport > 1023",
      out: "((ip_protocol = 17 AND originator_port >= 0) AND responder_port > 1023)",
    },
    { filter: 'app == "x"', out: "(flow > 0 AND application = $1)" },
    {
      filter: 'flow.name matches "(?-i)^a"',
      out: "((name <> '' AND flow > 0) AND regexp_matches(name, $1))",
    },
    { filter: "frame", out: "(1 = 1)" },
  ])("$filter is $out", ({ filter, out }) => {
    expect(textOf(compile(filter).out)).toBe(out);
  });

  test("has no text from the filter in its statement", () => {
    const evil = `'; DROP TABLE slices; --`;
    for (const filter of [
      `app == "${evil}"`,
      `flow.name contains "${evil}"`,
      `flow.name matches "${evil}"`,
      `country in {"${evil}", "DE"}`,
      `host.name == "${evil}"`,
      `flow.state < "${evil}"`,
      `flow.originator == "${evil}"`,
    ]) {
      for (const dialect of [DUCKDB, CLICKHOUSE]) {
        const { out, in: into } = compile(filter, dialect);
        for (const fragment of [out, into]) {
          expect(textOf(fragment, dialect)).not.toContain("DROP");
        }
      }
    }
  });

  test("of a direction's field is turned around for the other", () => {
    const { out, in: into, isSymmetric } = compile("ip.src == 10.0.0.1");
    expect(textOf(into)).toBe(textOf(out).replace("originator", "responder"));
    expect(isSymmetric).toBe(false);
  });

  test.for([
    { filter: "ip.addr == 10.0.0.1", isSteady: true },
    { filter: "tcp.port == 443 && vlan.id == 3", isSteady: true },
    { filter: "ip.src == 10.0.0.1 || ip.dst == 10.0.0.1", isSteady: false },
    { filter: "tls", isSteady: false },
    { filter: 'flow.name == "x"', isSteady: false },
  ])("of $filter holds for a flow's whole life: $isSteady", ({ filter, isSteady }) => {
    expect(compile(filter).isSteady).toBe(isSteady);
  });

  test("asks for numbers where a filter names the holder of a system", () => {
    const condition = textOf(compile('asn.org contains "Cloudflare"', DUCKDB, catalog).out);
    expect(condition).toContain("13335");
    expect(condition).not.toContain("Cloudflare");
    expect(textOf(compile('asn.org == "nobody at all"', DUCKDB, catalog).out)).toBe("(1 = 0)");
  });

  test("finds hosts by the names they had, and by those that flows to them bore", () => {
    const condition = textOf(compile('host.name == "nas"').out);
    expect(condition).toContain("originator IN (SELECT address FROM names WHERE name = $");
    expect(condition).toContain("responder IN (SELECT address FROM names WHERE name = $");
    expect(condition).toMatch(/NOT protocol IN \([^)]*\)\)\) AND name = \$/);
  });

  test("says which fields stand for whole flows", () => {
    expect(compile('tls && dns.qry.name == "x" && ip').wholeFlow).toEqual(["tls", "dns.qry.name"]);
  });

  test.for([
    { filter: "frame.len > 100", names: "frame.len" },
    { filter: "tcp.flags.syn == 1 || ip", names: "tcp.flags.syn" },
    { filter: "http.request", names: "http.request" },
    { filter: "not eth.addr == 02:00:00:00:00:01", names: "eth.addr" },
    { filter: 'flow.name matches "a(?=b)"', names: "flow.name" },
    { filter: 'flow.name matches "(a)\\\\1"', names: "flow.name" },
    { filter: 'flow.originator contains "10."', names: "flow.originator" },
    { filter: "len(flow.name) > 5", names: "Functions" },
    { filter: "tcp.port + 1 == 81", names: "arithmetic" },
    { filter: "eth", names: "eth" },
    { filter: "tcp.stream == 3", names: "tcp.stream" },
  ])("can't be made of $filter, which is told", ({ filter, names }) => {
    expect(() => compile(filter)).toThrow(NotInHistoryError);
    expect(() => compile(filter)).toThrow(new RegExp(`${names.replace(".", "\\.")}.*\\.$`));
  });
});
