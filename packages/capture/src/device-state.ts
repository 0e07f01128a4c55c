/** Whether an interface is up, asked of whatever knows it on this platform. */
import { readFileSync } from "node:fs";
import { captureDevices } from "./libpcap/devices.ts";

const IFF_UP = 1;

/** False too for an interface that is gone. */
export function isDeviceUp(name: string): boolean {
  if (process.platform !== "linux") {
    return captureDevices().some((device) => device.name === name && device.up);
  }
  if (name === "any") return true;
  try {
    return (Number(readFileSync(`/sys/class/net/${name}/flags`, "utf8")) & IFF_UP) !== 0;
  } catch {
    return false;
  }
}
