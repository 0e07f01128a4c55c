/** `wirescope summary`: what is in capture files, or in history, for people or as JSON. */
import { EVERYTHING, MemorySession, type Summary } from "@wirescope/query";
import { readArguments } from "../arguments.ts";
import { reportProblems } from "../capture-files.ts";
import { ExitStatus } from "../errors.ts";
import { Output } from "../output.ts";
import { recordFiles } from "../recording.ts";
import { renderSummary } from "../render/summary.ts";
import { readSelection, SELECTION_OPTIONS, type Selection } from "../selection.ts";
import { VERSION } from "../version.ts";

export async function summary(args: readonly string[]): Promise<ExitStatus> {
  const given = readArguments("summary", args, {
    json: { type: "boolean" },
    data: { type: "string" },
    ...SELECTION_OPTIONS,
  });
  const selection = readSelection(given);
  const paths = given.operands;
  if (paths.length > 0) return summarizeFiles(paths, selection, given.has("json"));
  const { openPast, pastScope } = await import("../past.ts");
  const past = await openPast(given);
  try {
    await print(await past.summary(pastScope(selection)), given.has("json"));
  } finally {
    await past.close();
  }
  return ExitStatus.Done;
}

async function summarizeFiles(
  paths: readonly string[],
  selection: Selection,
  asJson: boolean,
): Promise<ExitStatus> {
  const { recorder, problems } = await recordFiles("summary", paths, selection);
  const session = new MemorySession(recorder, { version: VERSION, mode: "file" });
  const answer = await session.summary({ range: EVERYTHING, filter: "" });
  if (asJson || answer.packets > 0 || problems.length === 0) await print(answer, asJson);
  return reportProblems(problems) ? ExitStatus.Done : ExitStatus.BadInput;
}

async function print(answer: Summary, asJson: boolean): Promise<void> {
  const output = new Output(process.stdout);
  await output.write(asJson ? `${JSON.stringify(answer, null, 2)}\n` : renderSummary(answer));
  await output.flush();
}
