/** `wirescope doctor`: what this machine can do, and the exact line that mends what it can't. */
import { diagnose } from "@wirescope/capture";
import { readArguments, refuseOperands } from "../arguments.ts";
import { ExitStatus } from "../errors.ts";
import { VERSION } from "../version.ts";

export async function doctor(args: readonly string[]): Promise<ExitStatus> {
  refuseOperands("doctor", readArguments("doctor", args, {}));
  const diagnosis = await diagnose();
  const lines = [
    `Wirescope ${VERSION}, Node ${process.versions.node}, ${process.platform} ${process.arch}`,
    "",
    ...diagnosis.findings.map(
      ({ name, works, detail }) => `  ${works ? "yes" : "no "}  ${name}: ${detail}`,
    ),
    "",
    diagnosis.backend === undefined
      ? (diagnosis.problem ?? "Nothing can be captured here.")
      : `Live capture works, through ${diagnosis.backend}.`,
  ];
  for (const { title, lines: commands, note } of diagnosis.advice) {
    lines.push("", `${title}:`, ...commands.map((command) => `  ${command}`));
    if (note !== undefined) lines.push(`  (${note})`);
  }
  process.stdout.write(`${lines.join("\n")}\n`);
  return diagnosis.backend === undefined ? ExitStatus.BadInput : ExitStatus.Done;
}
