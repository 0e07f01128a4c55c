// @ts-check
/** Sends UDP datagrams of growing length: `udp-sender.mjs ADDRESS COUNT`. */
import { createSocket } from "node:dgram";

const [address, count] = process.argv.slice(2);
const socket = createSocket("udp4");
for (let index = 0; index < Number(count); index += 1) {
  await new Promise((sent) => socket.send(Buffer.alloc(index % 1000), 4000, address, sent));
}
socket.close();
