/** The `wirescope` command: finds the subcommand and turns every failure into a sentence and a status. */
import { existsSync } from "node:fs";
import { COMMANDS, type Command, commandHelp, generalHelp } from "./commands.ts";
import { CommandError, ExitStatus, usageError } from "./errors.ts";
import { printable } from "./render/printable.ts";
import { guardStreams } from "./standard-streams.ts";
import { VERSION } from "./version.ts";

/** Failures of lower packages that an option of the command line brought about. */
const USAGE_CODES: ReadonlySet<string> = new Set([
  "CAPTURE_BAD_FILTER",
  "CAPTURE_BAD_OPTION",
  "CAPTURE_NO_INTERFACE",
  "QUERY_BAD_FILTER",
  "QUERY_BAD_RANGE",
  "SERVER_BAD_ADDRESS",
  "SERVER_WEAK_TOKEN",
  "STORE_BAD_ADDRESS",
]);

/** Runs the command that `args` names; everything it has to say goes to the standard streams. */
export async function main(args: readonly string[]): Promise<ExitStatus> {
  guardStreams();
  try {
    const [first = "live", ...rest] = args;
    if (first === "--version" || first === "-V") return say(`wirescope ${VERSION}`);
    if (first === "--help" || first === "-h" || first === "help") {
      return say(helpOf(rest[0]));
    }
    const { command, operands } = choose(first, rest, args);
    if (operands.includes("--help") || operands.includes("-h")) return say(commandHelp(command));
    return await command.run(operands);
  } catch (error) {
    return explain(error);
  }
}

function helpOf(name: string | undefined): string {
  if (name === undefined) return generalHelp();
  const named = COMMANDS.find((command) => command.name === name);
  if (named === undefined) throw unknownCommand(name);
  return commandHelp(named);
}

/** `wirescope -i eth0` means `live`, `wirescope -` and `wirescope trace.pcapng` mean `open`. */
function choose(
  first: string,
  rest: readonly string[],
  all: readonly string[],
): { command: Command; operands: readonly string[] } {
  const named = COMMANDS.find((command) => command.name === first);
  if (named !== undefined) return { command: named, operands: rest };
  const name = first === "-" || !first.startsWith("-") ? "open" : "live";
  const isPath = /[./\\]/.test(first) || first === "-" || existsSync(first);
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (command === undefined || (name === "open" && !isPath)) throw unknownCommand(first);
  return { command, operands: all };
}

function unknownCommand(name: string): CommandError {
  const names = COMMANDS.map((command) => command.name).join(", ");
  return usageError(`There is no command "${name}"; the commands are ${names}.`);
}

function say(text: string): ExitStatus {
  process.stdout.write(`${text.trimEnd()}\n`);
  return ExitStatus.Done;
}

/** The error's own sentence; a stack only for what nobody foresaw. */
function explain(error: unknown): ExitStatus {
  if (!hasCode(error)) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`wirescope: unexpected failure: ${stack}\n`);
    return ExitStatus.BadInput;
  }
  const column = "column" in error ? error.column : undefined;
  const place = column === undefined ? "" : `filter, column ${column}: `;
  process.stderr.write(`wirescope: ${place}${printable(error.message)}\n`);
  return statusOf(error);
}

/** Errors of all packages carry a code of their own and a message made for people. */
function hasCode(error: unknown): error is Error & { code: string } {
  return error instanceof Error && "code" in error && typeof error.code === "string";
}

function statusOf(error: Error & { code: string }): ExitStatus {
  if (error instanceof CommandError) return error.status;
  const isUsage = USAGE_CODES.has(error.code) || error.code.startsWith("FILTER_");
  return isUsage ? ExitStatus.WrongUsage : ExitStatus.BadInput;
}
