/** The history of a directory that nobody serves, opened when it is first asked for something. */
import type { CatalogFiles } from "@wirescope/catalog-files";
import type {
  FlowsPage,
  FlowsQuestion,
  HostsPage,
  HostsQuestion,
  KnowingPast,
} from "@wirescope/query";
import { type OpenHistory, openHistory } from "./past.ts";

export class LaterHistory implements KnowingPast {
  readonly #directory: string;
  readonly #catalog: CatalogFiles;
  #open: Promise<OpenHistory> | undefined;

  constructor(directory: string, catalog: CatalogFiles) {
    this.#directory = directory;
    this.#catalog = catalog;
  }

  async flows(question: FlowsQuestion): Promise<FlowsPage> {
    return (await this.#history()).flows(question);
  }

  async hosts(question: HostsQuestion): Promise<HostsPage> {
    return (await this.#history()).hosts(question);
  }

  async close(): Promise<void> {
    await (await this.#open)?.close();
  }

  #history(): Promise<OpenHistory> {
    this.#open ??= openHistory(this.#directory, this.#catalog);
    return this.#open;
  }
}
