import { usePageTitle } from "@/lib/use-page-title";
import { manage } from "@/texts/manage";
import { Aliases } from "./aliases";
import { ModelPolicies } from "./model-policies";
import { UserPolicies } from "./user-policies";

export function PoliciesPage() {
  usePageTitle(manage.areas.models);
  return (
    <>
      <Aliases />
      <ModelPolicies />
      <UserPolicies />
    </>
  );
}
