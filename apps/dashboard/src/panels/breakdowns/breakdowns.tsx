import { type ReactNode, useRef, useState } from "react";
import { PanelBoundary } from "../../components/panel-boundary.tsx";
import { Tabs } from "../../components/tabs.tsx";
import { PHONE, useMedia } from "../../components/use-media.ts";
import { useSize } from "../../components/use-size.ts";
import { Breakdown } from "./breakdown.tsx";
import {
  APPLICATIONS,
  DESTINATIONS,
  type Dimension,
  HOSTS,
  PROTOCOLS,
  type RankingKey,
  SERVICES,
  SOURCES,
} from "./dimension.ts";
import "./breakdowns.css";

const CONTENT: readonly Dimension[] = [PROTOCOLS, APPLICATIONS];
const OTHERS: readonly Dimension[] = [SOURCES, DESTINATIONS, HOSTS, SERVICES];
const ENDS: readonly Dimension[] = [HOSTS, SOURCES, DESTINATIONS];

/** Narrower than this, hosts, sources and destinations share one panel. */
const FIVE_COLUMNS = 1180;

export function Breakdowns(): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const { width } = useSize(box);
  const phone = useMedia(PHONE);
  return (
    <div ref={box} className="breakdowns">
      {phone ? (
        <Shared dimensions={[HOSTS, PROTOCOLS, APPLICATIONS, SERVICES, SOURCES, DESTINATIONS]} />
      ) : width >= FIVE_COLUMNS ? (
        <>
          <Shared dimensions={CONTENT} />
          {OTHERS.map((dimension) => (
            <Single key={dimension.key} dimension={dimension} />
          ))}
        </>
      ) : (
        <>
          <Shared dimensions={CONTENT} />
          <Shared dimensions={ENDS} />
          <Single dimension={SERVICES} />
        </>
      )}
    </div>
  );
}

function Single({ dimension }: { readonly dimension: Dimension }): ReactNode {
  const heading = <h2>{dimension.title}</h2>;
  return (
    <PanelBoundary name={dimension.title}>
      <Breakdown dimension={dimension.key} title={dimension.title} heading={heading} />
    </PanelBoundary>
  );
}

/** One panel for several dimensions, with a tab for each. */
function Shared({ dimensions }: { readonly dimensions: readonly Dimension[] }): ReactNode {
  const [key, setKey] = useState<RankingKey>(dimensions[0]!.key);
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
      <Breakdown dimension={chosen.key} title={chosen.title} heading={tabs} />
    </PanelBoundary>
  );
}
