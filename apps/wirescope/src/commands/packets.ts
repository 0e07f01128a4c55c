/** `wirescope packets`: one line per packet, in the columns and formats that tshark's users know. */
import { FIELDS, isFieldName, needsHistory } from "@wirescope/decode";
import { type Arguments, readArguments } from "../arguments.ts";
import { reportProblems } from "../capture-files.ts";
import { ExitStatus, usageError } from "../errors.ts";
import { FileDissector } from "../file-dissector.ts";
import { Output } from "../output.ts";
import { readPackets } from "../packet-loop.ts";
import { compileSelection } from "../recording.ts";
import { readFieldFormat } from "../render/field-format.ts";
import {
  fieldRenderer,
  heading,
  ROW_FORMATS,
  type RowFormat,
  rowRenderer,
} from "../render/packet-row.ts";
import { readSelection, SELECTION_OPTIONS } from "../selection.ts";

export async function packets(args: readonly string[]): Promise<ExitStatus> {
  const given = readArguments("packets", args, {
    ...SELECTION_OPTIONS,
    format: { type: "string", short: "T" },
    field: { type: "string", short: "e" },
    layout: { type: "string", short: "E" },
    count: { type: "string", short: "c" },
  });
  const format = readFormat(given);
  const fields = given.values("field");
  for (const field of fields) requireField(field);
  const layout = readFieldFormat(given.values("layout"), format === "csv" || format === "table");
  const filter = await compileSelection("packets", given.operands, readSelection(given));
  const most = given.integer("count", 1, Number.MAX_SAFE_INTEGER) ?? Number.MAX_SAFE_INTEGER;
  const output = new Output(process.stdout);
  const render = fields.length === 0 ? rowRenderer(format) : fieldRenderer(format, fields, layout);
  /* Packets that are not printed still tell what those after them are. */
  const sees = filter.needsTree || fields.length === 0 || fields.some(needsHistory);
  const dissector = new FileDissector();

  await output.write(heading(format, fields, layout));
  let text = "";
  let printed = 0;
  const problems = await readPackets("packets", given.operands, {
    begin: (file, before) => dissector.begin(file, before),
    visit(packet) {
      const layers = sees ? dissector.dissect(packet) : undefined;
      if (filter.matches(packet, layers)) {
        if (format === "json") text += printed === 0 ? "\n" : ",\n";
        text += render(packet, layers ?? dissector.dissect(packet));
        printed += 1;
        dissector.show();
      }
      return packet.number < most && !output.closed;
    },
    async settle() {
      await output.write(text);
      text = "";
    },
  });
  if (format === "json") await output.write("\n]\n");
  await output.flush();
  return reportProblems(problems) ? ExitStatus.Done : ExitStatus.BadInput;
}

/** `fields` is what tshark calls rows of `-e` fields. */
function readFormat(given: Arguments): RowFormat {
  const asked = given.value("format") ?? "table";
  const text = asked === "fields" ? "tsv" : asked;
  const format = ROW_FORMATS.find((name) => name === text);
  if (format === undefined) {
    throw usageError(`-T takes ${ROW_FORMATS.join(", ")}, not "${text}".`);
  }
  return format;
}

function requireField(name: string): void {
  if (isFieldName(name)) return;
  const prefix = name.split(".")[0] ?? name;
  const near = FIELDS.filter((field) => field.name.startsWith(`${prefix}.`)).slice(0, 5);
  const hint =
    near.length === 0 ? "" : ` (there are ${near.map((field) => field.name).join(", ")} …)`;
  throw usageError(`-e: there is no field "${name}"${hint}.`);
}
