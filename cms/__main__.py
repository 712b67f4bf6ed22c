"""The `preau` command: Django's command runner under our name, with French words where a person reads.

Command names may be written with dashes (`preau export-content`), as people type them.
"""

import os
import sys
from pathlib import Path

COMMANDS = {
    "demo": "le collège de démonstration, sur cette machine",
    "serve": "le serveur web et le publieur, ensemble",
    "publish": "publier la zone publique d’une école, ou de toutes",
    "releases": "les publications conservées",
    "rollback": "remettre en service une publication précédente",
    "backup": "sauvegarder la base et les fichiers dans une seule archive",
    "restore": "remettre une sauvegarde en place",
    "mirror": "copier les sites publics dans un dépôt d’objets",
    "export-content": "écrire le contenu d’une école dans un dossier de fichiers simples",
    "import-content": "lire un tel dossier, ou un dossier écrit pour Pelican",
    "send-notices": "envoyer par courriel les notifications qui attendent",
    "refresh-streams": "relire les flux d’autres sites que montrent les pages d’accueil",
    "class-rubrics": "faire les rubriques des classes de l’année, archiver celles d’avant",
    "health": "dire comment va l’installation, et ce qui ne va pas",
    "check": "vérifier les réglages et l’installation",
}


def usage() -> str:
    lines = ["Préau, le portail de l’école.", "", "  preau COMMANDE [options]", ""]
    lines += [f"  {name:<16} {meaning}" for name, meaning in COMMANDS.items()]
    lines += [
        "",
        "  preau COMMANDE --help   explique une commande",
        "  preau help              liste aussi celles de Django et de Wagtail",
    ]
    return "\n".join(lines)


def main(argv: list[str] | None = None) -> None:
    """Run one command; errors that a person can mend come as a sentence, not as a traceback."""
    argv = list(sys.argv if argv is None else argv)
    if len(argv) < 2 or argv[1] in {"-h", "--help"}:
        print(usage())
        return
    argv[1] = argv[1].replace("-", "_") if not argv[1].startswith("-") else argv[1]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.config.settings")

    from django.db import DatabaseError

    from cms.config.env import BadEnvironment, prepare_demo
    from cms.core.disk import explain, explain_database

    if argv[1] == "demo":
        os.environ.setdefault("MODE", "demo")
    try:
        if os.environ.get("MODE") == "demo":
            prepare_demo(Path(os.environ.get("DATA_DIR") or "var"))
        from django.core.management import execute_from_command_line

        execute_from_command_line(argv)
    except BadEnvironment as error:
        print(error, file=sys.stderr)
        raise SystemExit(2) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    except BrokenPipeError:  # `preau releases | head`: whoever read us has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        print(f"Préau s’arrête : {explain(error)}", file=sys.stderr)
        raise SystemExit(1) from None
    except DatabaseError as error:
        print(f"Préau s’arrête : {explain_database(error)}", file=sys.stderr)
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
