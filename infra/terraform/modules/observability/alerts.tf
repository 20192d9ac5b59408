# Causes worth knowing before the budget burns. Each is a PromQL query of infra/observability/slo.toml, the same that Prometheus uses.

resource "google_monitoring_alert_policy" "cause" {
  for_each = { for alert in local.definitions.causes : alert.name => alert }

  project      = var.project
  display_name = "${var.name} ${each.value.title}"
  combiner     = "OR"
  severity     = each.value.severity == "page" ? "CRITICAL" : "WARNING"

  conditions {
    display_name = each.value.title

    condition_prometheus_query_language {
      query               = each.value.query
      duration            = each.value.for
      evaluation_interval = "60s"
      rule_group          = "valorize"
      alert_rule          = each.value.name
    }
  }

  notification_channels = [for channel in google_monitoring_notification_channel.mail : channel.id]

  documentation {
    mime_type = "text/markdown"
    content   = each.value.remedy
  }
}

resource "google_monitoring_alert_policy" "disk" {
  project      = var.project
  display_name = "${var.name} disk of Postgres"
  combiner     = "OR"
  severity     = "CRITICAL"

  conditions {
    display_name = "more than 85 % full"

    condition_threshold {
      filter = join(" AND ", [
        "resource.type = \"cloudsql_database\"",
        "resource.labels.database_id = \"${var.project}:${var.database_instance}\"",
        "metric.type = \"cloudsql.googleapis.com/database/disk/utilization\"",
      ])
      comparison      = "COMPARISON_GT"
      threshold_value = 0.85
      duration        = "300s"

      aggregations {
        alignment_period   = "300s"
        per_series_aligner = "ALIGN_MEAN"
      }
    }
  }

  notification_channels = [for channel in google_monitoring_notification_channel.mail : channel.id]

  documentation {
    mime_type = "text/markdown"
    content   = "A full disk refuses every push with `quota`. Raise disk_limit_gb, or prune: docs/operations.md."
  }
}

resource "google_monitoring_alert_policy" "backlog" {
  project      = var.project
  display_name = "${var.name} jobs wait"
  combiner     = "OR"
  severity     = "WARNING"

  conditions {
    display_name = "a queue holds more than ${var.backlog} jobs"

    condition_threshold {
      filter = join(" AND ", [
        "resource.type = \"cloud_tasks_queue\"",
        "metric.type = \"cloudtasks.googleapis.com/queue/depth\"",
      ])
      comparison      = "COMPARISON_GT"
      threshold_value = var.backlog
      duration        = "600s"

      aggregations {
        alignment_period   = "60s"
        per_series_aligner = "ALIGN_MAX"
      }
    }
  }

  notification_channels = [for channel in google_monitoring_notification_channel.mail : channel.id]

  documentation {
    mime_type = "text/markdown"
    content   = "Jobs come faster than the worker does them, or each fails. docs/operations.md, Incidents."
  }
}
