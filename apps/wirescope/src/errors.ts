/** Failures of the command line, each with the exit status that scripts rely on. */

/** Exit statuses: 0 done, 1 the input was bad, 2 wrong usage. */
export const ExitStatus = { Done: 0, BadInput: 1, WrongUsage: 2 } as const;
export type ExitStatus = (typeof ExitStatus)[keyof typeof ExitStatus];

export type CommandErrorCode = "COMMAND_USAGE" | "COMMAND_INPUT" | "COMMAND_OUTPUT";

export class CommandError extends Error {
  readonly code: CommandErrorCode;

  constructor(code: CommandErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "CommandError";
    this.code = code;
  }

  get status(): ExitStatus {
    return this.code === "COMMAND_USAGE" ? ExitStatus.WrongUsage : ExitStatus.BadInput;
  }
}

/** A wrong option or operand; `message` says which and what is right. */
export function usageError(message: string): CommandError {
  return new CommandError("COMMAND_USAGE", message);
}
