# Cloud Armor: what is refused before it reaches the server. Rules are tried in the order of their priority.

locals {
  # Ready-made rules for known attacks. Level 1 finds little and seldom wrongly; frames of the WebSocket are not looked into.
  attacks = {
    sqli             = 1000
    xss              = 1010
    lfi              = 1020
    rce              = 1030
    protocolattack   = 1040
    scannerdetection = 1050
  }

  # Requests per minute and address.
  rates = {
    signin = {
      priority   = 500
      expression = "request.path.matches('^/v1/(sessions|accounts|oidc/sessions|pairings)$') && request.method == 'POST'"
      count      = var.sign_ins_per_minute
    }
    connect = {
      priority   = 510
      expression = "request.path == '/v1/sync'"
      count      = var.connects_per_minute
    }
    anything = {
      priority   = 520
      expression = "true"
      count      = var.requests_per_minute
    }
  }
}

resource "google_compute_security_policy" "main" {
  project     = var.project
  name        = var.name
  description = "In front of the sync server"

  # Numbers for operators and the worker's door are nobody else's business.
  rule {
    action      = "deny(404)"
    priority    = 100
    description = "paths that are not for the internet"

    match {
      expr {
        expression = "request.path.matches('^/(metrics|worker)(/|$)')"
      }
    }
  }

  dynamic "rule" {
    for_each = length(var.refused_ranges) == 0 ? [] : [var.refused_ranges]

    content {
      action      = "deny(403)"
      priority    = 200
      description = "addresses that are shut out"

      match {
        versioned_expr = "SRC_IPS_V1"

        config {
          src_ip_ranges = rule.value
        }
      }
    }
  }

  dynamic "rule" {
    for_each = local.rates

    content {
      action      = "throttle"
      priority    = rule.value.priority
      description = "rate of ${rule.key}"

      match {
        expr {
          expression = rule.value.expression
        }
      }

      rate_limit_options {
        conform_action = "allow"
        exceed_action  = "deny(429)"
        enforce_on_key = "IP"

        rate_limit_threshold {
          count        = rule.value.count
          interval_sec = 60
        }
      }
    }
  }

  dynamic "rule" {
    for_each = local.attacks

    content {
      action      = "deny(403)"
      priority    = rule.value
      preview     = var.preview
      description = rule.key

      match {
        expr {
          expression = "evaluatePreconfiguredWaf('${rule.key}-v33-stable', {'sensitivity': 1})"
        }
      }
    }
  }

  rule {
    action      = "allow"
    priority    = 2147483647
    description = "everything else"

    match {
      versioned_expr = "SRC_IPS_V1"

      config {
        src_ip_ranges = ["*"]
      }
    }
  }

  adaptive_protection_config {
    layer_7_ddos_defense_config {
      enable = var.adaptive_protection
    }
  }

  advanced_options_config {
    log_level = "NORMAL"
  }
}
