"""A private Roundcube: Dovecot, an SMTP sink and PHP's own server, all on loopback."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import socket
import sqlite3
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

USER, PASSWORD = "maggie@bloom.example", "a password"
DOVECOT = """
base_dir = {folder}/dovecot
state_dir = {folder}/dovecot
log_path = {folder}/logs/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
first_valid_uid = 1
mail_location = maildir:{folder}/mail/%u
default_internal_user = {internal}
default_login_user = {login}
{group}
passdb {{
  driver = passwd-file
  args = {folder}/passwd
}}
userdb {{
  driver = static
  args = uid={mail} gid={mail_group} home={folder}/mail/%u
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Sent {{
    special_use = \\Sent
    auto = subscribe
  }}
  mailbox Drafts {{
    special_use = \\Drafts
    auto = subscribe
  }}
}}
service imap-login {{
  {chroot}
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  {chroot}
}}
"""
ROUNDCUBE = """<?php
$config = [];
$config['db_dsnw'] = 'sqlite:///{folder}/roundcube.db?mode=0640';
$config['imap_host'] = '127.0.0.1:{imap}';
$config['smtp_host'] = '127.0.0.1:{smtp}';
$config['smtp_user'] = '';
$config['smtp_pass'] = '';
$config['des_key'] = '{key}';
$config['plugins'] = [];
$config['skin'] = 'elastic';
$config['language'] = 'en_US';
$config['log_dir'] = '{folder}/logs/';
$config['temp_dir'] = '{folder}/temp/';
$config['htmleditor'] = {html};
$config['mail_domain'] = 'bloom.example';
$config['enable_spellcheck'] = false;
$config['draft_autosave'] = 300;
"""


class _Delivery(SMTP):
    """aiosmtpd refuses the parameters of delivery notifications (RFC 3461); here they are kept."""

    notify: list[str]

    async def smtp_EHLO(self, hostname: str) -> None:  # noqa: N802  aiosmtpd's own name
        self.notify = []
        await super().smtp_EHLO(hostname)

    def _without_notify(self, argument: str | None) -> str:
        words = (argument or "").split(" ")
        asked = [word for word in words if word.upper().startswith(("RET=", "NOTIFY=", "ORCPT="))]
        self.notify = [*getattr(self, "notify", []), *asked]
        return " ".join(word for word in words if word not in asked)

    async def smtp_MAIL(self, arg: str | None) -> None:  # noqa: N802
        self.notify = []
        await super().smtp_MAIL(self._without_notify(arg))

    async def smtp_RCPT(self, arg: str | None) -> None:  # noqa: N802
        await super().smtp_RCPT(self._without_notify(arg))


class _Sink:
    def __init__(self) -> None:
        self.mails: list[bytes] = []
        self.notify: list[list[str]] = []

    async def handle_EHLO(  # noqa: N802
        self, server: Any, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [*responses[:-1], "250-DSN", responses[-1]]

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content or b""
        self.mails.append(content if isinstance(content, bytes) else content.encode())
        self.notify.append(list(getattr(server, "notify", [])))
        return "250 taken"


class _Controller(Controller):
    def factory(self) -> SMTP:
        return _Delivery(self.handler, hostname="sink.example")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), 0.3).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"nothing listens on port {port}")


class Roundcube:
    """A running Roundcube with one user, and the mails that were sent from it."""

    def __init__(self, folder: Path, *, html: bool) -> None:
        self.folder = folder
        self.sink = _Sink()
        self._imap, self._smtp, self._http = _free_port(), _free_port(), _free_port()
        self.url = f"http://127.0.0.1:{self._http}/"
        for name in ("mail", "dovecot", "config", "temp", "logs"):
            (folder / name).mkdir(parents=True)
        self._write_dovecot()
        self._write_roundcube(html)

    def _write_dovecot(self) -> None:
        root = os.geteuid() == 0
        me = pwd.getpwuid(os.geteuid()).pw_name
        mail = "www-data" if root else me
        if root:
            for part in (self.folder, *self.folder.parents):
                if part.is_relative_to("/tmp") and part != Path("/tmp"):
                    part.chmod(0o755)  # Dovecot's own users must pass
            (self.folder / "dovecot").chmod(0o755)
            shutil.chown(self.folder / "mail", "www-data", "www-data")
        (self.folder / "passwd").write_text(f"{USER}:{{PLAIN}}{PASSWORD}::::::\n")
        (self.folder / "passwd").chmod(0o644)
        settings = DOVECOT.format(
            folder=self.folder,
            imap=self._imap,
            internal="dovecot" if root else me,
            login="dovenull" if root else me,
            group="" if root else f"default_internal_group = {me}",
            chroot="" if root else "chroot =",
            mail=mail,
            mail_group=mail,
        )
        (self.folder / "dovecot.conf").write_text(settings)

    def _write_roundcube(self, html: bool) -> None:
        config = self.folder / "config"
        settings = ROUNDCUBE.format(
            folder=self.folder,
            imap=self._imap,
            smtp=self._smtp,
            key=secrets.token_hex(12),
            html=1 if html else 0,
        )
        (config / "config.inc.php").write_text(settings)
        for name in ("defaults.inc.php", "mimetypes.php"):
            (config / name).symlink_to(Path("/etc/roundcube") / name)
        schema = Path("/usr/share/roundcube/SQL/sqlite.initial.sql").read_text()
        database = sqlite3.connect(self.folder / "roundcube.db")
        database.executescript(schema)
        database.close()

    def __enter__(self) -> Roundcube:
        log = (self.folder / "logs" / "out.log").open("a")
        self._controller = _Controller(self.sink, hostname="127.0.0.1", port=self._smtp)
        self._controller.start()
        self._dovecot = subprocess.Popen(
            ["/usr/sbin/dovecot", "-F", "-c", str(self.folder / "dovecot.conf")],
            stdout=log,
            stderr=log,
        )
        self._php = subprocess.Popen(
            ["php", "-S", f"127.0.0.1:{self._http}", "-t", "/var/lib/roundcube/public_html"],
            stdout=log,
            stderr=log,
            start_new_session=True,
            env={**os.environ, "ROUNDCUBE_CONFIG_DIR": str(self.folder / "config")},
        )
        log.close()
        _wait_for(self._imap)
        _wait_for(self._http)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._controller.stop()
        self._dovecot.terminate()
        os.killpg(self._php.pid, signal.SIGTERM)
        self._dovecot.wait(30)
        self._php.wait(30)
