using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OllamaNet.Catalog.Data.Migrations
{
    /// <summary>What is searched of a model, kept by triggers so that no writer can forget it. It changes nothing that the model knows of, so that it needs no snapshot of it.</summary>
    [DbContext(typeof(CatalogDb))]
    [Migration("20261122051000_Searchable")]
    public partial class Searchable : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                CREATE EXTENSION IF NOT EXISTS pg_trgm;
                CREATE UNIQUE INDEX ix_tags_name ON catalog.tags (lower(name));
                ALTER TABLE catalog.models ADD COLUMN search text NOT NULL DEFAULT '';

                CREATE FUNCTION catalog.make_searchable() RETURNS trigger LANGUAGE plpgsql AS $$
                DECLARE
                    facts jsonb := NEW.engine || NEW.edited;
                BEGIN
                    NEW.title := lower(concat_ws(' ', NEW.name, facts ->> 'displayName'));
                    NEW.search := lower(concat_ws(' ', NEW.title, facts ->> 'publisher', facts ->> 'family', facts ->> 'parameterSize', facts ->> 'description',
                        (SELECT string_agg(t.name, ' ') FROM catalog.model_tags AS p JOIN catalog.tags AS t ON t.id = p.tag_id WHERE p.model_id = NEW.id)));
                    RETURN NEW;
                END $$;
                CREATE TRIGGER make_searchable BEFORE INSERT OR UPDATE ON catalog.models FOR EACH ROW EXECUTE FUNCTION catalog.make_searchable();

                CREATE FUNCTION catalog.tagging_changed() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    UPDATE catalog.models SET title = '' WHERE id = coalesce(NEW.model_id, OLD.model_id);
                    RETURN NULL;
                END $$;
                CREATE TRIGGER tagging_changed AFTER INSERT OR DELETE ON catalog.model_tags FOR EACH ROW EXECUTE FUNCTION catalog.tagging_changed();

                CREATE FUNCTION catalog.tag_renamed() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    UPDATE catalog.models SET title = '' WHERE id IN (SELECT model_id FROM catalog.model_tags WHERE tag_id = NEW.id);
                    RETURN NULL;
                END $$;
                CREATE TRIGGER tag_renamed AFTER UPDATE OF name ON catalog.tags FOR EACH ROW EXECUTE FUNCTION catalog.tag_renamed();
                """);
        }

        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                DROP TRIGGER tag_renamed ON catalog.tags;
                DROP TRIGGER tagging_changed ON catalog.model_tags;
                DROP TRIGGER make_searchable ON catalog.models;
                DROP FUNCTION catalog.tag_renamed();
                DROP FUNCTION catalog.tagging_changed();
                DROP FUNCTION catalog.make_searchable();
                ALTER TABLE catalog.models DROP COLUMN search;
                DROP INDEX catalog.ix_tags_name;
                """);
        }
    }
}
