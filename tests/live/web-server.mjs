// @ts-check
/** A web server that answers everything with one page: `web-server.mjs ADDRESS PORT`. */
import { createServer } from "node:http";

const [address, port] = process.argv.slice(2);
const server = createServer((_request, response) => {
  response.setHeader("Content-Type", "text/plain");
  response.end("Something to read.\n".repeat(500));
});
server.listen(Number(port), address, () => process.stdout.write("ready\n"));
