/**
 * Where a shared store is: `clickhouse://user:password@host:8123/database?cluster=name`, with
 * `clickhouses:` for TLS. A password is in no message and no description.
 */
import { StoreError } from "../errors.ts";

/** Plain data that may cross to a thread. */
export interface StoreAddress {
  /** Of the HTTP interface, without user and database. */
  readonly url: string;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  /** Name of the cluster that the tables are spread over; undefined for one node. */
  readonly cluster: string | undefined;
  /** The address for people and logs, without user and password. */
  readonly description: string;
}

const SCHEMES: ReadonlyMap<string, { readonly protocol: string; readonly port: string }> = new Map([
  ["clickhouse:", { protocol: "http:", port: "8123" }],
  ["clickhouses:", { protocol: "https:", port: "8443" }],
]);

const DEFAULT_DATABASE = "wirescope";
const DEFAULT_USER = "default";
const FORM = "clickhouse://user@host:8123/database";

/**
 * Reads an address; without a password in it, `password` counts.
 *
 * @throws StoreError `STORE_BAD_ADDRESS`
 */
export function parseStoreAddress(text: string, password = ""): StoreAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const scheme = SCHEMES.get(url?.protocol ?? "");
  // Nothing of a text that can't be read is repeated: there may be a password in it.
  if (url === undefined || scheme === undefined || url.hostname === "") {
    throw bad(`The address of a store has the form ${FORM}; this one can't be understood.`);
  }
  const database = decode(url.pathname.replace(/^\/|\/$/g, "")) || DEFAULT_DATABASE;
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(database)) {
    throw bad(`"${database}" is no name of a database; letters, digits and _ are allowed.`);
  }
  for (const name of url.searchParams.keys()) {
    if (name !== "cluster") throw bad(`A store's address knows "cluster" only, not "${name}".`);
  }
  const cluster = url.searchParams.get("cluster") ?? undefined;
  if (cluster !== undefined && !/^[A-Za-z0-9_.{}-]+$/.test(cluster)) {
    throw bad(`"${cluster}" is no name of a cluster; letters, digits and _ . - { } are allowed.`);
  }
  const host = `${url.hostname}:${url.port || scheme.port}`;
  return {
    url: `${scheme.protocol}//${host}`,
    database,
    user: decode(url.username) || DEFAULT_USER,
    password: decode(url.password) || password,
    cluster,
    description: `${url.protocol}//${host}/${database}${cluster === undefined ? "" : `?cluster=${cluster}`}`,
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    throw bad(`A % in the address of a store is written %25; the form is ${FORM}.`, { cause });
  }
}

function bad(message: string, options?: ErrorOptions): StoreError {
  return new StoreError("STORE_BAD_ADDRESS", message, options);
}
