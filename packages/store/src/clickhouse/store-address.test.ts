import { describe, expect, test } from "vitest";
import { StoreError } from "../errors.ts";
import { parseStoreAddress } from "./store-address.ts";

describe("parseStoreAddress", () => {
  test("reads all parts", () => {
    expect(
      parseStoreAddress("clickhouse://me:s%40cret@db.example:9000/traffic?cluster=main"),
    ).toEqual({
      url: "http://db.example:9000",
      database: "traffic",
      user: "me",
      password: "s@cret",
      cluster: "main",
      description: "clickhouse://db.example:9000/traffic?cluster=main",
    });
  });

  test("has defaults for what is left out", () => {
    expect(parseStoreAddress("clickhouse://db.example")).toEqual({
      url: "http://db.example:8123",
      database: "wirescope",
      user: "default",
      password: "",
      cluster: undefined,
      description: "clickhouse://db.example:8123/wirescope",
    });
  });

  test("speaks TLS with clickhouses:", () => {
    expect(parseStoreAddress("clickhouses://[2001:db8::1]/").url).toBe(
      "https://[2001:db8::1]:8443",
    );
  });

  test("prefers the password of the address to the other one", () => {
    expect(parseStoreAddress("clickhouse://me@h/", "other").password).toBe("other");
    expect(parseStoreAddress("clickhouse://me:own@h/", "other").password).toBe("own");
  });

  test.for([
    ["another scheme", "postgres://me:hidden@h/db", "has the form"],
    ["no address at all", "me:hidden@h", "has the form"],
    ["no host", "clickhouse:///db", "has the form"],
    ["a port that is none", "clickhouse://me:hidden@h:port/db", "has the form"],
    ["a database in need of quotes", "clickhouse://me:hidden@h/a-b", "name of a database"],
    ["a database that ends the statement", "clickhouse://me:hidden@h/a;b", "name of a database"],
    ["a cluster in need of quotes", "clickhouse://me:hidden@h/db?cluster=a'b", "name of a cluster"],
    ["a parameter that is unknown", "clickhouse://me:hidden@h/db?secure=1", 'not "secure"'],
    ["a password with a bare %", "clickhouse://me:hidden%@h/db", "%25"],
  ] as const)("refuses %s without telling the password", ([, text, words]) => {
    const error = catchError(() => parseStoreAddress(text));
    expect(error).toBeInstanceOf(StoreError);
    expect(error.code).toBe("STORE_BAD_ADDRESS");
    expect(error.message).toContain(words);
    expect(error.message).not.toContain("hidden");
  });
});

function catchError(action: () => unknown): StoreError {
  try {
    action();
  } catch (error) {
    return error as StoreError;
  }
  throw new Error("Nothing was thrown.");
}
