/** A data directory for each program that a test starts, so that none meets another's history. */
import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

let made = 0;

export class DataDirectory {
  /** Does not exist yet: who makes it owns it. */
  readonly path: string;

  constructor() {
    made += 1;
    this.path = join(tmpdir(), `wirescope-data-${process.pid}-${made}`);
    this.remove();
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
