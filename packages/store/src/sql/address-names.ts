/** What is known of addresses besides their traffic: names and network interfaces. */
import { ask, type HistoryEngine, toNumber, toText } from "./history-engine.ts";
import { address, joinSql, type Sql, sql } from "./sql.ts";

/** Names that are told of one address. */
const NAMES_PER_ADDRESS = 4;

export interface KnownName {
  readonly name: string;
  readonly source: string;
}

/** A network interface that an address belonged to for some time. */
export interface KnownDevice {
  readonly mac: string;
  readonly vendor: string;
  /** Seconds since 1970, of minutes. */
  readonly first: number;
  readonly last: number;
}

/**
 * Names of addresses, best first, by the addresses' hexadecimal digits.
 *
 * @param addresses as `hex(column)` gives them
 */
export async function namesOfAddresses(
  engine: HistoryEngine,
  addresses: readonly string[],
): Promise<ReadonlyMap<string, readonly KnownName[]>> {
  const names = new Map<string, KnownName[]>();
  if (addresses.length === 0) return names;
  const rows = await ask(
    engine,
    sql`SELECT hex(address) AS digits, name, source FROM names WHERE address IN (${listOf(addresses)})
      ORDER BY rank, last DESC, name`,
  );
  for (const row of rows) {
    const digits = toText(row["digits"]);
    const known = names.get(digits) ?? [];
    names.set(digits, known);
    const name = toText(row["name"]);
    if (known.length === NAMES_PER_ADDRESS || known.some((one) => one.name === name)) continue;
    known.push({ name, source: toText(row["source"]) });
  }
  return names;
}

/** Interfaces of addresses, the one seen last first, by the addresses' hexadecimal digits. */
export async function devicesOfAddresses(
  engine: HistoryEngine,
  addresses: readonly string[],
): Promise<ReadonlyMap<string, readonly KnownDevice[]>> {
  const devices = new Map<string, KnownDevice[]>();
  if (addresses.length === 0) return devices;
  const rows = await ask(
    engine,
    sql`SELECT hex(address) AS digits, mac, vendor, first, last FROM devices
      WHERE address IN (${listOf(addresses)}) ORDER BY last DESC, mac`,
  );
  for (const row of rows) {
    const digits = toText(row["digits"]);
    const known = devices.get(digits) ?? [];
    devices.set(digits, known);
    known.push({
      mac: toText(row["mac"]),
      vendor: toText(row["vendor"]),
      first: toNumber(row["first"]),
      last: toNumber(row["last"]),
    });
  }
  return devices;
}

/** Addresses of hexadecimal digits, for `IN`. */
function listOf(addresses: readonly string[]): Sql {
  return joinSql(
    addresses.map((digits) => addressOfDigits(digits)),
    ", ",
  );
}

function addressOfDigits(digits: string): Sql {
  return address(
    Uint8Array.from({ length: 16 }, (_, i) => Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16)),
  );
}
