# What an operator sees and is told. The objectives come from slo.json and the dashboard from dashboard.json, both made of
# infra/observability/slo.toml by `make observability`.

locals {
  definitions = jsondecode(file("${path.module}/slo.json"))
  objectives  = { for objective in local.definitions.objectives : objective.id => objective }
  surfaces    = local.definitions.surfaces

  # The filters name the service by a word that is replaced here, since its name has the environment's prefix.
  filters = {
    for id, objective in local.objectives : id => {
      for name, filter in objective.filters : name => replace(
        replace(filter, "SERVICE", var.services[local.surfaces[objective.surface].service]),
        "CHECK",
        contains(keys(local.checks), objective.surface) ? google_monitoring_uptime_check_config.surface[objective.surface].uptime_check_id : "",
      )
    }
  }

  # Every objective with every pair of windows.
  alerts = merge([
    for id, objective in local.objectives : {
      for burn in local.definitions.burn : "${id}-${burn.name}" => { objective = id, burn = burn }
    }
  ]...)

  # The worker has no door to the internet.
  checks = { for surface, definition in local.surfaces : surface => definition if definition.probe != null }
}

resource "google_monitoring_notification_channel" "mail" {
  for_each = var.mail

  project      = var.project
  type         = "email"
  display_name = each.key

  labels = {
    email_address = each.value
  }
}

resource "google_monitoring_custom_service" "surface" {
  for_each = local.surfaces

  project      = var.project
  service_id   = "${var.name}-${each.key}"
  display_name = "${var.name} ${each.key}"
}

resource "google_monitoring_uptime_check_config" "surface" {
  for_each = local.checks

  project            = var.project
  display_name       = "${var.name} ${each.key}"
  period             = "60s"
  timeout            = "10s"
  log_check_failures = true

  http_check {
    path         = each.value.probe
    port         = 443
    use_ssl      = true
    validate_ssl = true
  }

  monitored_resource {
    type = "uptime_url"
    labels = {
      project_id = var.project
      host       = var.domain
    }
  }
}

resource "google_monitoring_slo" "objective" {
  for_each = local.objectives

  project             = var.project
  service             = google_monitoring_custom_service.surface[each.value.surface].service_id
  slo_id              = "${var.name}-${each.key}"
  display_name        = each.value.title
  goal                = each.value.goal
  rolling_period_days = local.definitions.window_days

  dynamic "request_based_sli" {
    for_each = contains(["latency", "ratio"], each.value.kind) ? [each.value] : []

    content {
      dynamic "distribution_cut" {
        for_each = request_based_sli.value.kind == "latency" ? [request_based_sli.value] : []

        content {
          distribution_filter = local.filters[each.key]["distribution"]

          range {
            min = 0
            max = distribution_cut.value.max
          }
        }
      }

      dynamic "good_total_ratio" {
        for_each = request_based_sli.value.kind == "ratio" ? [request_based_sli.value] : []

        content {
          bad_service_filter   = local.filters[each.key]["bad"]
          good_service_filter  = lookup(local.filters[each.key], "good", null)
          total_service_filter = lookup(local.filters[each.key], "total", null)
        }
      }
    }
  }

  dynamic "windows_based_sli" {
    for_each = contains(["uptime", "windows"], each.value.kind) ? [each.value] : []

    content {
      window_period          = windows_based_sli.value.kind == "uptime" ? "60s" : "300s"
      good_bad_metric_filter = lookup(local.filters[each.key], "passed", null)

      dynamic "good_total_ratio_threshold" {
        for_each = windows_based_sli.value.kind == "windows" ? [windows_based_sli.value] : []

        content {
          threshold = good_total_ratio_threshold.value.threshold

          performance {
            good_total_ratio {
              bad_service_filter   = local.filters[each.key]["bad"]
              total_service_filter = local.filters[each.key]["total"]
            }
          }
        }
      }
    }
  }
}

# The budget burns: told only when both the long and the short window burn, so that an alert comes early and goes when it is over.
resource "google_monitoring_alert_policy" "burn" {
  for_each = local.alerts

  project      = var.project
  display_name = "${var.name} ${local.objectives[each.value.objective].title}: ${each.value.burn.name} burn"
  combiner     = "AND"
  severity     = each.value.burn.severity == "page" ? "CRITICAL" : "WARNING"

  dynamic "conditions" {
    for_each = { long = each.value.burn.long, short = each.value.burn.short }

    content {
      display_name = "${conditions.value} window burns ${each.value.burn.factor} times too fast"

      condition_threshold {
        filter          = "select_slo_burn_rate(\"${google_monitoring_slo.objective[each.value.objective].id}\", \"${conditions.value}\")"
        comparison      = "COMPARISON_GT"
        threshold_value = each.value.burn.factor
        duration        = "0s"

        aggregations {
          alignment_period   = "60s"
          per_series_aligner = "ALIGN_NEXT_OLDER"
        }
      }
    }
  }

  notification_channels = [for channel in google_monitoring_notification_channel.mail : channel.id]

  alert_strategy {
    auto_close = "86400s"
  }

  documentation {
    mime_type = "text/markdown"
    content   = "The error budget of ${local.definitions.window_days} days is used up ${each.value.burn.factor} times too fast. What to do: docs/operations.md, Incidents."
  }
}

resource "google_monitoring_dashboard" "main" {
  project = var.project
  dashboard_json = replace(
    file("${path.module}/dashboard.json"),
    "ENVIRONMENT",
    var.name,
  )
}
