// @ts-check
/**
 * `npm start [-- ARGUMENTS]`: installs and builds what is missing, then becomes `wirescope` with the
 * arguments as they are.
 */
import { join } from "node:path";
import { become } from "./setup/run.mjs";
import { prepareWorkspace, ROOT } from "./setup/workspace.mjs";

prepareWorkspace();
become(process.execPath, [
  join(ROOT, "apps", "wirescope", "bin", "wirescope.cjs"),
  ...process.argv.slice(2),
]);
