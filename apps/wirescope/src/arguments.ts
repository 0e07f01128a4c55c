/** Command-line arguments: Node's own parser, with messages of one sentence and values checked. */
import { type ParseArgsConfig, parseArgs } from "node:util";
import { CommandError, usageError } from "./errors.ts";

export type OptionTable = NonNullable<ParseArgsConfig["options"]>;

/** What was given: each option's values in order (flags have none) and the operands. */
export interface Arguments {
  readonly operands: readonly string[];
  has(name: string): boolean;
  /** The last value given. */
  value(name: string): string | undefined;
  values(name: string): readonly string[];
  /** The last value as a whole number of the range, both ends included. */
  integer(name: string, least: number, most: number): number | undefined;
}

/** Reads `args` by `options`; throws a usage error that names the option and the command. */
export function readArguments(
  command: string,
  args: readonly string[],
  options: OptionTable,
): Arguments {
  const multiple: OptionTable = {};
  for (const [name, option] of Object.entries(options)) {
    multiple[name] = option.type === "string" ? { ...option, multiple: true } : option;
  }
  const { values, positionals } = parse(command, args, multiple);
  const list = (name: string): readonly string[] => {
    const value = values[name];
    return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
  };
  return {
    operands: positionals,
    has: (name) => values[name] !== undefined,
    value: (name) => list(name).at(-1),
    values: list,
    integer(name, least, most) {
      const text = list(name).at(-1);
      if (text === undefined) return undefined;
      const number = Number(text);
      if (!/^\d+$/.test(text) || number < least || number > most) {
        throw usageError(`--${name} takes a whole number from ${least} to ${most}, not "${text}".`);
      }
      return number;
    },
  };
}

function parse(
  command: string,
  args: readonly string[],
  options: OptionTable,
): { values: Record<string, unknown>; positionals: string[] } {
  try {
    return parseArgs({
      args: withNegatives(args, options),
      options,
      allowPositionals: true,
      strict: true,
    });
  } catch (cause) {
    const reason = cause instanceof Error ? (cause.message.split("\n")[0] ?? "") : String(cause);
    const sentence = reason.split(". To specify")[0]?.replace(/\.$/, "") ?? reason;
    throw new CommandError("COMMAND_USAGE", `${sentence}; see "wirescope ${command} --help".`, {
      cause,
    });
  }
}

/** `--from -15m` is plain here, where no option begins with a digit; Node's parser wants `--from=-15m`. */
function withNegatives(args: readonly string[], options: OptionTable): string[] {
  const joined: string[] = [];
  for (const arg of args) {
    const before = joined.at(-1) ?? "";
    const isOption = before.startsWith("--") && options[before.slice(2)]?.type === "string";
    if (isOption && /^-\d/.test(arg)) joined[joined.length - 1] = `${before}=${arg}`;
    else joined.push(arg);
  }
  return joined;
}
