"""Addresses that pages had: a page there leads to the new one, on any server and without one."""

from __future__ import annotations

from publicsite.portable.layout import REDIRECTS, document_file
from publicsite.render.addresses import RESERVED
from publicsite.render.generators import Part
from publicsite.render.inputs import Inputs
from publicsite.render.site import SETTING, Site
from publicsite.render.writer import SiteWriter

TAKEN = "l’adresse « /{}/ » est celle d’une page : elle ne mène pas ailleurs. Retirez-la de redirects.toml."


class RedirectsGenerator(Part):
    """Runs last of all: what has an address keeps it, and the map of the site lists no page that leads elsewhere."""

    def generate_output(self, writer: SiteWriter) -> None:
        site: Site = self.settings[SETTING]
        inputs: Inputs = self.context["inputs"]
        template, made = self.get_template("redirect"), writer.door.manifest.made
        for doc in site.redirects:
            address, name = site.address_of(document_file(doc.target)), f"{doc.path}/index.html"
            if address is None:
                continue  # what is wrong with its document was told
            if name in made or doc.path.partition("/")[0] in RESERVED:
                site.complain(REDIRECTS, TAKEN.format(doc.path))
                continue
            writer.write_file(name, template, self.context, made_of=inputs.redirect(address), new_address=address)
            site.moves[f"/{doc.path}/"] = address
