/** The version of this package, which is every package's: they are published in lockstep. */
import { readFileSync } from "node:fs";

function readVersion(): string {
  const manifest: unknown = JSON.parse(
    readFileSync(new URL("../package.json", import.meta.url), "utf8"),
  );
  return String((manifest as { version: unknown }).version);
}

export const VERSION: string = readVersion();
