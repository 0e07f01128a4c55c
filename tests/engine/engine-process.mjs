// @ts-check
/**
 * An engine in a process of its own, since giving root up can't be taken back. The input is the one
 * argument, as JSON. Says "ready" when it runs, answers each line of standard input with the status
 * as JSON, and ends with its input.
 */
import { createInterface } from "node:readline";
import { Engine } from "@wirescope/engine";

const engine = new Engine({ input: JSON.parse(String(process.argv[2])) });
await engine.start();
process.stdout.write("ready\n");
for await (const _line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await engine.session.status())}\n`);
}
await engine.stop();
