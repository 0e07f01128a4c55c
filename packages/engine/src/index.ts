/** The pipeline in its worker thread. */
export {
  DEFAULT_ARCHIVE_LENGTH,
  DEFAULT_SNAP_LENGTH,
  type EngineConfig,
  type EngineInput,
  type FilesInput,
  type HistoryInput,
  LIVE_DEFAULTS,
  type LiveInput,
  type SampleInput,
} from "./config.ts";
export { EngineError, type EngineErrorCode } from "./errors.ts";
export type { PipelineMetrics } from "./metrics.ts";
export { PacketFile, STANDARD_INPUT } from "./packet-file.ts";
export { Engine, type EngineDependencies } from "./root.ts";
