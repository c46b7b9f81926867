import { useQuery } from "@tanstack/react-query";
import { buttonStyles } from "@/components/ui/button";
import { sso } from "@/texts/sso";
import { choicesQuery, startAddress } from "./api";

/** The other services that people may log in at; nothing where there is none. */
export function SsoButtons({ next }: { next: string | undefined }) {
  const choices = useQuery(choicesQuery);
  if (!choices.data?.length) return null;
  return (
    <div className="mt-5 space-y-3">
      <p className="flex items-center gap-3 text-sm text-muted-foreground before:h-px before:flex-1 before:bg-border after:h-px after:flex-1 after:bg-border">
        {sso.or}
      </p>
      {choices.data.map(({ id, name, buttonText }) => (
        // A page of the server, not of this app: it leads on to the service.
        <a key={id} href={startAddress(id, next)} className={buttonStyles({ variant: "outline", className: "w-full" })}>
          <span className="truncate">{buttonText ?? sso.login(name)}</span>
        </a>
      ))}
    </div>
  );
}
