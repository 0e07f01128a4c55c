/** `wirescope interfaces`: what this machine could capture on. */
import { listInterfaces } from "@wirescope/capture";
import { readArguments, refuseOperands } from "../arguments.ts";
import { ExitStatus } from "../errors.ts";
import { renderTable } from "../render/table.ts";

export async function interfaces(args: readonly string[]): Promise<ExitStatus> {
  const given = readArguments("interfaces", args, { json: { type: "boolean" } });
  refuseOperands("interfaces", given);
  const devices = await listInterfaces();
  if (given.has("json")) {
    process.stdout.write(`${JSON.stringify(devices, null, 2)}\n`);
    return ExitStatus.Done;
  }
  const rows = devices.map((device) => [
    device.name,
    device.up ? "up" : "down",
    device.addresses.join(", "),
    [
      device.defaultRoute ? "default route" : "",
      device.loopback ? "loopback" : "",
      device.description ?? "",
    ]
      .filter((note) => note !== "")
      .join(", "),
  ]);
  process.stdout.write(
    renderTable(
      [{ title: "Interface" }, { title: "State" }, { title: "Addresses" }, { title: "Notes" }],
      rows,
    ),
  );
  return ExitStatus.Done;
}
