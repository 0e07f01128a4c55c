/** The pipeline in its worker thread. */
export { EngineError, type EngineErrorCode } from "./errors.ts";
export { PacketFile, STANDARD_INPUT } from "./packet-file.ts";
