# SPDX-License-Identifier: GPL-2.0-or-later
# A connection to the test's own server, without encryption, by any slixmpp that Debian 12 or newer has.


def connect(client, port, host="127.0.0.1"):
    """From 1.9 on it is said by attributes, before by arguments."""
    if hasattr(client, "enable_plaintext"):
        client.enable_starttls = client.enable_direct_tls = False
        client.enable_plaintext = True
        client.connect(host, port)
    else:
        client.connect(address=(host, port), force_starttls=False, disable_starttls=True)
