/** The `wirescope` command: finds the subcommand and turns every failure into a sentence and a status. */
import { EngineError } from "@wirescope/engine";
import { FilterError } from "@wirescope/filter";
import { COMMANDS, type Command, commandHelp, generalHelp } from "./commands.ts";
import { CommandError, ExitStatus, usageError } from "./errors.ts";
import { VERSION } from "./version.ts";

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<ExitStatus> {
  try {
    const [first = "live", ...rest] = args;
    if (first === "--version" || first === "-V") return say(`wirescope ${VERSION}`);
    if (first === "--help" || first === "-h" || first === "help") {
      const named = COMMANDS.find((command) => command.name === rest[0]);
      return say(named === undefined ? generalHelp() : commandHelp(named));
    }
    const { command, operands } = choose(first, rest, args);
    if (operands.includes("--help") || operands.includes("-h")) return say(commandHelp(command));
    return await command.run(operands);
  } catch (error) {
    return explain(error);
  }
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
  if (name === "open" && !/[./\\]/.test(first) && first !== "-") {
    const names = COMMANDS.map((command) => command.name).join(", ");
    throw usageError(`There is no command "${first}"; the commands are ${names}.`);
  }
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (command === undefined) throw usageError(`There is no command "${name}".`);
  return { command, operands: all };
}

function say(text: string): ExitStatus {
  process.stdout.write(`${text.trimEnd()}\n`);
  return ExitStatus.Done;
}

function explain(error: unknown): ExitStatus {
  if (error instanceof FilterError) {
    process.stderr.write(`wirescope: filter, column ${error.column}: ${error.message}\n`);
    return ExitStatus.WrongUsage;
  }
  const known = error instanceof CommandError || error instanceof EngineError || hasCode(error);
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`wirescope: ${known ? message : `unexpected failure: ${stack(error)}`}\n`);
  return error instanceof CommandError ? error.status : statusOf(error);
}

/** Errors of the lower packages carry a code of their own and a message made for people. */
function hasCode(error: unknown): error is Error & { code: string } {
  return error instanceof Error && "code" in error && typeof error.code === "string";
}

function statusOf(error: unknown): ExitStatus {
  const usage = ["CAPTURE_BAD_FILTER", "CAPTURE_NO_INTERFACE", "CAPTURE_BAD_OPTION"];
  return hasCode(error) && usage.includes(error.code) ? ExitStatus.WrongUsage : ExitStatus.BadInput;
}

function stack(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
