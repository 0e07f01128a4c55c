/** `wirescope summary`: what is in capture files, for people or as JSON. */
import { EVERYTHING, MemorySession } from "@wirescope/query";
import { readArguments } from "../arguments.ts";
import { reportProblems } from "../capture-files.ts";
import { ExitStatus } from "../errors.ts";
import { Output } from "../output.ts";
import { recordFiles } from "../recording.ts";
import { renderSummary } from "../render/summary.ts";
import { readSelection, SELECTION_OPTIONS } from "../selection.ts";
import { VERSION } from "../version.ts";

export async function summary(args: readonly string[]): Promise<ExitStatus> {
  const given = readArguments("summary", args, {
    json: { type: "boolean" },
    ...SELECTION_OPTIONS,
  });
  const selection = readSelection(given);
  const { recorder, problems } = await recordFiles("summary", given.operands, selection);
  const session = new MemorySession(recorder, { version: VERSION, mode: "file" });
  const answer = await session.summary({ range: EVERYTHING, filter: "" });
  const output = new Output(process.stdout);
  if (given.has("json")) await output.write(`${JSON.stringify(answer, null, 2)}\n`);
  else if (answer.packets > 0 || problems.length === 0) await output.write(renderSummary(answer));
  await output.flush();
  return reportProblems(problems) ? ExitStatus.Done : ExitStatus.BadInput;
}
