import type { TopDimension } from "@wirescope/query";
import { type ReactNode, useRef, useState } from "react";
import { PanelBoundary } from "../../components/panel-boundary.tsx";
import { Tabs } from "../../components/tabs.tsx";
import { PHONE, useMedia } from "../../components/use-media.ts";
import { useSize } from "../../components/use-size.ts";
import { Breakdown } from "./breakdown.tsx";
import {
  APPLICATIONS,
  COUNTRIES,
  DESTINATIONS,
  type Dimension,
  HOSTS,
  NETWORKS,
  PROTOCOLS,
  SERVICES,
  SOURCES,
} from "./dimension.ts";
import "./breakdowns.css";

const CONTENT: readonly Dimension[] = [PROTOCOLS, APPLICATIONS];
/** Panels with the dimensions that share each, where there is room for five and for three. */
const FIVE: readonly (readonly Dimension[])[] = [
  CONTENT,
  [SOURCES],
  [DESTINATIONS, COUNTRIES],
  [HOSTS],
  [SERVICES, NETWORKS],
];
const THREE: readonly (readonly Dimension[])[] = [
  CONTENT,
  [HOSTS, SOURCES, DESTINATIONS],
  [SERVICES, COUNTRIES, NETWORKS],
];
const ALL: readonly Dimension[] = [
  HOSTS,
  PROTOCOLS,
  APPLICATIONS,
  SERVICES,
  SOURCES,
  DESTINATIONS,
  COUNTRIES,
  NETWORKS,
];

/** Narrower than this, there are three panels. */
const FIVE_COLUMNS = 1180;

export function Breakdowns(): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const { width } = useSize(box);
  const phone = useMedia(PHONE);
  const panels = phone ? [ALL] : width >= FIVE_COLUMNS ? FIVE : THREE;
  return (
    <div ref={box} className="breakdowns">
      {panels.map((dimensions) =>
        dimensions.length === 1 ? (
          <Single key={dimensions[0]!.key} dimension={dimensions[0]!} />
        ) : (
          <Shared key={dimensions.map(({ key }) => key).join(" ")} dimensions={dimensions} />
        ),
      )}
    </div>
  );
}

function Single({ dimension }: { readonly dimension: Dimension }): ReactNode {
  const heading = <h2>{dimension.title}</h2>;
  return (
    <PanelBoundary name={dimension.title}>
      <Breakdown dimension={dimension} heading={heading} />
    </PanelBoundary>
  );
}

/** One panel for several dimensions, with a tab for each. */
function Shared({ dimensions }: { readonly dimensions: readonly Dimension[] }): ReactNode {
  const [key, setKey] = useState<TopDimension>(dimensions[0]!.key);
  const chosen = dimensions.find((dimension) => dimension.key === key) ?? dimensions[0]!;
  const tabs = (
    <Tabs
      label="Dimension"
      tabs={dimensions.map((dimension) => ({ key: dimension.key, title: dimension.title }))}
      chosen={chosen.key}
      onChoose={setKey}
    />
  );
  return (
    <PanelBoundary name={chosen.title} key={chosen.key}>
      <Breakdown dimension={chosen} heading={tabs} />
    </PanelBoundary>
  );
}
