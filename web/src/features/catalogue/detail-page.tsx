import { Tabs } from "@base-ui/react/tabs";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ArrowLeft, Boxes } from "lucide-react";
import { buttonStyles } from "@/components/ui/button";
import { Loaded } from "@/components/ui/loaded";
import { Empty } from "@/components/ui/panel";
import { ApiError } from "@/lib/api-error";
import { usePageTitle } from "@/lib/use-page-title";
import { catalogue as t } from "@/texts/catalogue";
import { TABS, type Tab } from "./address";
import { detailQuery, type ModelDetail, shownName } from "./api";
import { factLine, nameOfCapability, TagChip, TryIt, Warnings } from "./facts";
import { ModelPicture } from "./model-picture";
import { Tiles } from "./model-tile";
import { About, NodeTable, ParameterTable, Verbatim } from "./tab-contents";

type Props = { name: string; tab: Tab; onTab: (tab: Tab) => void };

/** Everything about one model. */
export function DetailPage({ name, tab, onTab }: Props) {
  usePageTitle(name);
  const detail = useQuery(detailQuery(name));
  const missing = detail.error instanceof ApiError && detail.error.status === 404;
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto w-full max-w-280 px-4 pt-2 pb-16 sm:px-6">
        <Link to="/models" className={buttonStyles({ variant: "quiet", size: "sm", className: "-ms-3 mb-3" })}>
          <ArrowLeft aria-hidden className="rtl:-scale-x-100" />
          {t.backToAll}
        </Link>
        {missing ? (
          <Empty icon={<Boxes aria-hidden />} title={t.gone} hint={t.goneHint} />
        ) : (
          <Loaded query={detail}>{(found) => <Shown detail={found} tab={tab} onTab={onTab} />}</Loaded>
        )}
      </div>
    </div>
  );
}

function Shown({ detail, tab, onTab }: { detail: ModelDetail; tab: Tab; onTab: (tab: Tab) => void }) {
  const { model, versions, related, nodes } = detail;
  const tabs = TABS.filter((one) => one !== "nodes" || nodes);
  const now = tabs.includes(tab) ? tab : "about";
  return (
    <>
      <header className="mb-6 flex flex-wrap items-start gap-x-5 gap-y-4">
        <ModelPicture name={shownName(model)} pictureId={model.pictureId} className="size-16 rounded-2xl text-2xl" />
        <div className="min-w-0 flex-1 basis-64">
          <h2 className="text-2xl font-semibold tracking-tight [overflow-wrap:anywhere]">
            <bdi>{shownName(model)}</bdi>
          </h2>
          <p className="text-sm text-muted-foreground [overflow-wrap:anywhere]">
            <bdi dir="ltr">
              {[model.displayName && model.name, model.publisher, factLine(model)].filter(Boolean).join(" · ")}
            </bdi>
          </p>
          <div className="mt-2.5 flex flex-wrap gap-1.5">
            <Warnings model={model} />
            {model.tags.map((tag) => (
              <Link key={tag.id} to="/models" search={{ tag: [tag.name] }} className="rounded-full hover:bg-accent">
                <TagChip tag={tag} />
              </Link>
            ))}
          </div>
        </div>
        <TryIt model={model} />
      </header>
      <Tabs.Root value={now} onValueChange={(value) => onTab(value as Tab)}>
        <Tabs.List
          aria-label={t.about}
          className="-mx-4 mb-5 flex gap-1 overflow-x-auto border-b px-4 [scrollbar-width:none] sm:-mx-6 sm:px-6"
        >
          {tabs.map((one) => (
            <Tabs.Tab
              key={one}
              value={one}
              className="min-h-11 shrink-0 border-b-2 border-transparent px-3 text-sm font-medium text-muted-foreground transition-colors -outline-offset-2 hover:text-foreground data-active:border-primary data-active:text-foreground"
            >
              {t.tabs[one]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="about">
          <About model={model} capabilities={model.capabilities.map(nameOfCapability)} />
        </Tabs.Panel>
        <Tabs.Panel value="parameters">
          <ParameterTable parameters={detail.parameters} lines={detail.parameterLines} />
        </Tabs.Panel>
        <Tabs.Panel value="template">
          <Verbatim text={detail.template} none={t.noTemplate} label={t.tabs.template} />
        </Tabs.Panel>
        <Tabs.Panel value="licence">
          {model.licence && <p className="mb-3 font-medium">{model.licence}</p>}
          <Verbatim text={detail.licenceText} none={t.noLicence} label={t.tabs.licence} />
        </Tabs.Panel>
        <Tabs.Panel value="versions">
          <Tiles models={versions} label={t.tabs.versions} />
        </Tabs.Panel>
        {nodes && (
          <Tabs.Panel value="nodes">
            <NodeTable nodes={nodes} />
          </Tabs.Panel>
        )}
      </Tabs.Root>
      {related.length > 0 && (
        <section className="mt-10">
          <h2 className="mb-3 font-semibold tracking-tight">{t.related}</h2>
          <Tiles models={related} label={t.related} />
        </section>
      )}
    </>
  );
}
