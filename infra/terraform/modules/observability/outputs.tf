output "notification_channels" {
  description = "Channels that are told."
  value       = [for channel in google_monitoring_notification_channel.mail : channel.id]
}

output "objectives" {
  description = "Full names of the service level objectives, by id."
  value       = { for id, objective in google_monitoring_slo.objective : id => objective.name }
}
