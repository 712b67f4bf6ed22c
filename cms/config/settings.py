"""Every setting, grouped by subject. Values that differ between installations come from `env` alone."""

from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url

from cms.config.env import Mode, read_environment

ENV = read_environment()
PROJECT_DIR = Path(__file__).resolve().parents[2]
DATA_DIR = ENV.data_dir
PRODUCTION = ENV.mode is Mode.PRODUCTION

# --- What runs -------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    # ours, from the top layer down (pyproject.toml holds the contract)
    "api",
    "publicsite",
    "cms.demo",
    "cms.operations",
    "cms.homepage",
    "cms.addresses",
    "cms.clearance",
    "cms.comments",
    "cms.look",
    "cms.newyear",
    "cms.releases",
    "cms.agenda",
    "cms.articles",
    "cms.consents",
    # Wagtail's, before `rubrics` and `media`: these replace the rights that Wagtail registers for images and documents
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "wagtail.contrib.table_block",
    "cms.rubrics",
    "cms.media",
    "cms.publishing",
    "cms.audiences",
    "cms.notifications",
    "cms.privacy",
    "cms.accessibility",
    "cms.directory",
    "cms.accounts",
    "cms.schools",
    "cms.core",
    "rest_framework",
    "drf_spectacular",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "cms.operations.middleware.Healthz",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cms.core.middleware.AtomicWrites",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "cms.config.urls"
WSGI_APPLICATION = "publicsite.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# --- Data ------------------------------------------------------------------------------------------------------------

DATABASES = {"default": dj_database_url.parse(ENV.database_url, conn_max_age=60, conn_health_checks=True)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    DATABASES["default"]["OPTIONS"] = {
        # A write takes its lock when it begins, so that two writers wait for each other instead of failing.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # FULL: what was acknowledged survives a power cut, not only a crash of the application.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-20000;",
    }
SITES_DIR = DATA_DIR / "sites"  # sites/<school>/current: what visitors read
EXPORT_DIR = DATA_DIR / "content"  # content/<school>/: what the publisher renders from
CACHE_DIR = DATA_DIR / "cache"  # rendered pictures; may be deleted at any time
THEMES_DIR = PROJECT_DIR / "themes"
DEMO_CONTENT_DIR = PROJECT_DIR / "content" / "demo"

MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/admin/media/"  # served by a view that asks who is there: no file is public by its address
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static" if PRODUCTION else None  # collected for the web server in front
WHITENOISE_USE_FINDERS = True  # nothing to collect before the first start
FILE_UPLOAD_PERMISSIONS = 0o640


def _storages() -> dict[str, dict[str, object]]:
    static: dict[str, object] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage",
        # Read by the web server in front, unlike what people upload.
        "OPTIONS": {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755},
    }
    media: dict[str, object] = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    if urlsplit(ENV.storage_url).scheme == "s3":
        media = {"BACKEND": "cms.media.bucket.PrivateBucket", "OPTIONS": {"address": ENV.storage_url}}
    return {"default": media, "staticfiles": static}


STORAGES = _storages()

# --- People and sessions ---------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["cms.rubrics.backends.RoleBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    # CNIL, délibération 2022-100: 12 characters where sign-in is throttled.
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/espace/"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"

# --- Security --------------------------------------------------------------------------------------------------------

SECRET_KEY = ENV.secret_key
BEHIND_PROXY = PRODUCTION  # the web server in front says who asks; what a client says of itself is not believed
DEBUG = False
ALLOWED_HOSTS = list(ENV.allowed_hosts)
CSRF_TRUSTED_ORIGINS = [
    ENV.base_url,
    *(f"https://{host}" for host in ENV.allowed_hosts if PRODUCTION),
]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
if PRODUCTION:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
# `preau check --deploy` says nothing where there is nothing to do. Other names under a school's domain are not ours to
# bind to HTTPS (W005, W021); the administration shows its own pages in frames (W019).
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W019", "security.W021"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a page of many blocks has many fields
# Beyond what any field accepts, so that a text that is too long is told at its field. Files are not counted in it.
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024

# --- Language and time -----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français")]
LOCALE_PATHS = [PROJECT_DIR / "cms" / "locale"]
TIME_ZONE = "Europe/Paris"
USE_TZ = True
USE_I18N = True

# --- Wagtail ---------------------------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Préau"
MAP_TILES = ENV.map_tiles
WAGTAILADMIN_BASE_URL = ENV.base_url
WAGTAILADMIN_USER_LOGIN_FORM = "cms.accounts.forms.SignInForm"
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_ENABLE_UPDATE_CHECK = False  # no request to anybody
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_WORKFLOW_ENABLED = False  # submissions are ours (docs/decisions/0012)
# Whoever pastes an address as a link would be told the title of the page there, whosever it is.
WAGTAILADMIN_EXTERNAL_LINK_CONVERSION = ""
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILIMAGES_IMAGE_MODEL = "media.SchoolImage"
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.rubrics.uploads.ImageForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 5 * 1024 * 1024  # quotas: 5 MB an image
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAILDOCS_DOCUMENT_MODEL = "media.SchoolDocument"
WAGTAILDOCS_EXTENSIONS = [
    "csv",
    "docx",
    "ics",
    "mp3",
    "mp4",
    "odp",
    "ods",
    "odt",
    "ogg",
    "pdf",
    "pptx",
    "txt",
    "vtt",
    "webm",
    "xlsx",
]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 100 * 1024 * 1024  # a film; each format has its own limit in `cms.media.rules`
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.rubrics.uploads.DocumentForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "cms.core.richtext.RunningTextArea"}}
WAGTAILEMBEDS_FINDERS: list[dict[str, object]] = []  # embeds are parsed by us, never fetched
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
TAGGIT_CASE_INSENSITIVE = True

# --- Other sites -----------------------------------------------------------------------------------------------------

STREAMS_OF_PRIVATE_NETWORKS = False  # what somebody types must not make us ask our own network; tests have only that

# --- API -------------------------------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],  # each view asks the selectors
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "api.errors.problem_json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Préau",
    "DESCRIPTION": "Ce que l’école montre à qui le demande, et rien d’autre.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "PREPROCESSING_HOOKS": ["api.schema.only_ours"],  # Wagtail's admin API is no part of the contract
}

# --- Mail, tasks, cache, logs ----------------------------------------------------------------------------------------


def _mail() -> dict[str, object]:
    parts = urlsplit(ENV.mail_url)
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if parts.scheme == "file":
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": DATA_DIR / "mail",
        }
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp",
        "EMAIL_TIMEOUT": 10,
    }


globals().update(_mail())
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENV.mail_from

_QUEUE = urlsplit(ENV.queue_url).scheme
# What is saved is indexed at once, for searches and for the rights on files: Wagtail's own tasks wait for no worker.
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "queue": {
        "BACKEND": {
            "immediate": "django_tasks.backends.immediate.ImmediateBackend",
            "database": "django_tasks_db.DatabaseBackend",
        }.get(_QUEUE, "django_tasks_rq.RQBackend"),
    },
}
if _QUEUE in {"redis", "rediss"}:
    INSTALLED_APPS += ["django_rq", "django_tasks_rq"]
    RQ_QUEUES = {"default": {"URL": ENV.queue_url}}
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": ENV.queue_url,
            # What is remembered names rows of our database: nothing to an installation that shares this Redis.
            "KEY_PREFIX": sha256(ENV.database_url.encode()).hexdigest()[:16],
        }
    }

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    # Each indexed page is a task, each page that is made and each change a line: not of the answer of a command.
    # What pypdf remarks in a badly made file is no event: either its text is read, or somebody is told why not.
    "loggers": {name: {"level": "WARNING"} for name in ("django_tasks", "wagtail")} | {"pypdf": {"level": "ERROR"}},
    "root": {
        "handlers": ["stderr"],
        "level": ENV.log_level if PRODUCTION else "WARNING",
    },
}

if ENV.mode is Mode.TEST:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # speed only; never outside tests
