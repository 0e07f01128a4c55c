/** Command-line arguments: Node's own tokens, with messages of one sentence and values checked. */
import { type ParseArgsConfig, parseArgs } from "node:util";
import { usageError } from "./errors.ts";

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
  const given = new Map<string, string[]>();
  const shown = new Map<string, string>();
  const operands: string[] = [];
  const { tokens } = parseArgs({
    ...{ args: [...args], options, tokens: true },
    ...{ strict: false, allowPositionals: true },
  });
  for (const token of tokens) {
    if (token.kind === "positional") operands.push(token.value);
    if (token.kind !== "option") continue;
    const { name, rawName, value, inlineValue } = token;
    const isNext = inlineValue === false && value !== undefined && isOption(value, options);
    const problem = problemOf(options[name]?.type, rawName, value, isNext);
    if (problem !== undefined) {
      throw usageError(`${problem}; see "wirescope ${command} --help".`);
    }
    shown.set(name, rawName);
    const values = given.get(name) ?? [];
    given.set(name, value === undefined ? values : [...values, value]);
  }
  return {
    operands,
    has: (name) => given.has(name),
    value: (name) => given.get(name)?.at(-1),
    values: (name) => given.get(name) ?? [],
    integer(name, least, most) {
      const text = given.get(name)?.at(-1);
      if (text === undefined) return undefined;
      const number = Number(text);
      if (!/^\d+$/.test(text) || number < least || number > most) {
        const option = shown.get(name);
        throw usageError(`${option} takes a whole number from ${least} to ${most}, not "${text}".`);
      }
      return number;
    },
  };
}

/** What people type who know tshark and tcpdump, and what does it here. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  "-r": "files are named without one",
  "-w": '"wirescope export -o OUT" writes packets',
  "-n": "addresses are never looked up",
};

/** What is wrong with an option as it was given, `isNext` where its value is rather the next option. */
function problemOf(
  type: "string" | "boolean" | undefined,
  shown: string,
  value: string | undefined,
  isNext: boolean,
): string | undefined {
  if (type === undefined) {
    const hint = ELSEWHERE[shown];
    return `There is no option "${shown}"${hint === undefined ? "" : `: ${hint}`}`;
  }
  if (type === "boolean") return value === undefined ? undefined : `${shown} takes no value`;
  if (value === undefined) return `${shown} needs a value`;
  return isNext ? `${shown} needs a value, and "${value}" is the next option` : undefined;
}

/** Any other argument that begins with a dash may be a value: `--from -15m`, `-Y "-tcp.len < 0"`. */
function isOption(text: string, options: OptionTable): boolean {
  const [, name = ""] = /^--([^=]+)/.exec(text) ?? [];
  if (options[name] !== undefined) return true;
  return Object.values(options).some(({ short }) => short !== undefined && text === `-${short}`);
}

/** @throws CommandError for operands, where `command` takes none. */
export function refuseOperands(command: string, { operands }: Arguments): void {
  const [operand] = operands;
  if (operand === undefined) return;
  throw usageError(
    `There is nothing to do with "${operand}": "wirescope ${command}" takes options only.`,
  );
}
